// Reads PDF files as browsers do: of each, the text of every page, and what pdf.js warned of. As JSON.
"use strict";
const fs = require("fs");
const [library, ...files] = process.argv.slice(2);
let warned = [];
console.log = console.warn = (...said) => warned.push(said.join(" "));
const pdfjs = require(library);

async function read(file) {
  warned = [];
  const data = new Uint8Array(fs.readFileSync(file));
  const opened = pdfjs.getDocument({ data, isEvalSupported: false, disableFontFace: true, verbosity: 1 });
  const document = await opened.promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    await page.getOperatorList(); // what would be drawn: fonts, pictures and forms are read
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => item.str).join(" "));
  }
  await opened.destroy();
  return { pages, warned };
}

async function main() {
  const told = [];
  for (const file of files) {
    told.push(await read(file));
  }
  process.stdout.write(JSON.stringify(told));
}

main().catch((error) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
