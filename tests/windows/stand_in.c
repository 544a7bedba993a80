/* Stands in for the program where the setup is tried: notes how it was called, and ends with the code that a test has
   put beside the notes, in a file that is named like the command. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

int wmain(int count, wchar_t **arguments)
{
    wchar_t path[MAX_PATH];
    FILE *notes = _wfopen(L"C:\\stand-in\\calls.txt", L"a");
    if (notes != NULL) {
        for (int one = 1; one < count; one++)
            fwprintf(notes, L"%ls%ls", one > 1 ? L" " : L"", arguments[one]);
        fwprintf(notes, L"\n");
        fclose(notes);
    }
    swprintf(path, MAX_PATH, L"C:\\stand-in\\%ls", count > 1 ? arguments[1] : L"none");
    FILE *wanted = _wfopen(path, L"r");
    int code = 0;
    if (wanted != NULL) {
        fscanf(wanted, "%d", &code);
        fclose(wanted);
        printf("it says why not\n");
    }
    return code;
}
