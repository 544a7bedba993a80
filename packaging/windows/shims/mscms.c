/* The colour profiles that Qt asks for where there is a screen, and that Wine 8 has by halves: there are none. */

#include <windows.h>

#define OUT __declspec(dllexport)

OUT HANDLE WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD creation) { return NULL; }
OUT HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options) { return NULL; }
OUT BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, BYTE *buffer, DWORD *size) { return FALSE; }
OUT BOOL WINAPI CloseColorProfile(HANDLE profile) { return FALSE; }
