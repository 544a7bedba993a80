/* The part of Windows' own ICU that Qt 6.10 and newer are linked to, and that Wine 8 lacks: there is no converter. */

#include <stddef.h>

#define OUT __declspec(dllexport)
#define NOTHING(name) OUT int name(void) { return 0; }
enum { U_UNSUPPORTED_ERROR = 16 };

OUT void *ucnv_open(const char *name, int *error)
{
    *error = U_UNSUPPORTED_ERROR;
    return NULL;
}

OUT const char *ucnv_getAvailableName(int number) { return NULL; }
OUT const char *ucnv_getName(void *converter, int *error) { return NULL; }
OUT const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { return NULL; }
NOTHING(ucnv_countAvailable)
NOTHING(ucnv_close)
NOTHING(ucnv_reset)
NOTHING(ucnv_getMaxCharSize)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(ucnv_toUnicode)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_fromUCountPending)
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
