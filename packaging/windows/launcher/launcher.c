/* Starts the program with the Python that lies beside it, in this process, whatever Python is on the machine.

   Python's folder is the one of this file; what it may look at stands in its ._pth. The same source makes the program
   with a window (tells its faults in a box) and the one for consoles. "-X launcher=TITLE" tells the program that it was
   started so, and its name; "-X home=", "-X support=" where its vendor is: desktop_sync/program.py. Only what all versions of Python 3 have is called (PEP 384). */

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768 /* of a path, in characters */
#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

typedef int (*python_main)(int count, wchar_t **arguments);

static const wchar_t *const BEFORE[] = {L"-X", L"utf8", L"-X", L"launcher=" TITLE,
                                        L"-X", L"home=" HOME, L"-X", L"support=" SUPPORT,
                                        L"-m", L"desktop_sync"};

static const wchar_t *words(void)
{
    if (PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_GERMAN)
        return TITLE L" ist nicht vollst\u00e4ndig: %ls fehlt oder ist besch\u00e4digt (Fehler %lu). "
               L"Starten Sie das Installationsprogramm noch einmal.\n";
    return TITLE L" is not complete: %ls is missing or damaged (error %lu). Run its setup program again.\n";
}

static void say(const wchar_t *text)
{
#ifdef WINDOWED
    MessageBoxW(NULL, text, TITLE, MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
#else
    /* stdio would write it in a code page, which is not that of a console, and has no room for every path */
    static char bytes[3 * (LONGEST + 256)];
    HANDLE place = GetStdHandle(STD_ERROR_HANDLE);
    DWORD done;
    if (WriteConsoleW(place, text, (DWORD)wcslen(text), &done, NULL))
        return;
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, COUNT(bytes), NULL, NULL);
    if (size > 1)
        WriteFile(place, bytes, (DWORD)size - 1, &done, NULL);
#endif
}

static int incomplete(const wchar_t *file)
{
    DWORD error = GetLastError();
    static wchar_t text[LONGEST + 256];
    swprintf(text, COUNT(text), words(), file, error);
    say(text);
    return 1;
}

static HMODULE loaded(wchar_t *path)
{
    DWORD length = GetModuleFileNameW(NULL, path, LONGEST);
    wchar_t *end = length && length < LONGEST ? wcsrchr(path, L'\\') : NULL;
    if (!end || end + 1 + wcslen(PYTHON) >= path + LONGEST)
        return NULL;
    wcscpy(end + 1, PYTHON);
    return LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
}

int wmain(int count, wchar_t **arguments)
{
    static wchar_t path[LONGEST] = PYTHON;
    SetDllDirectoryW(L""); /* no library comes from the folder that somebody happens to be in */
    HMODULE python = loaded(path);
    python_main run = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run)
        return incomplete(path);
    wchar_t **all = calloc((size_t)count + COUNT(BEFORE) + 1, sizeof(*all));
    if (!all)
        return 1;
    all[0] = arguments[0];
    memcpy(all + 1, BEFORE, sizeof(BEFORE));
    if (count > 1)
        memcpy(all + 1 + COUNT(BEFORE), arguments + 1, (size_t)(count - 1) * sizeof(*all));
    return run(count + COUNT(BEFORE), all);
}
