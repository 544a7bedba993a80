/* Stands in for the program where the setup is tried: notes how it was called, and ends with the code that a test has
   put beside the notes, in a file that is named like the command. Whether the setup held its file meanwhile is noted, too:
   "held-COMMAND" is there then. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

/* As commands/swapped.py looks. */
static int held(void)
{
    wchar_t path[MAX_PATH + 32];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    wchar_t *end = length ? wcsrchr(path, L'\\') : NULL;
    if (end == NULL)
        return 0;
    wcscpy(end, L"\\..\\setup.lock");
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError() == ERROR_SHARING_VIOLATION;
    CloseHandle(file);
    return 0;
}

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
    if (held()) {
        swprintf(path, MAX_PATH, L"C:\\stand-in\\held-%ls", count > 1 ? arguments[1] : L"none");
        FILE *mark = _wfopen(path, L"w");
        if (mark != NULL)
            fclose(mark);
    }
    swprintf(path, MAX_PATH, L"C:\\stand-in\\%ls", count > 1 ? arguments[1] : L"none");
    FILE *wanted = _wfopen(path, L"r");
    int code = 0;
    if (wanted != NULL) {
        fscanf(wanted, "%d", &code);
        fclose(wanted);
        printf("it says why not: Gr\xc3\xb6\xc3\x9f" "e\n"); /* in UTF-8, as the program does */
    }
    return code;
}
