/* What Go programs need of bcryptprimitives.dll, for a Wine that has none. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *bytes, ULONG size); /* RtlGenRandom, of advapi32 */

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *bytes, SIZE_T size)
{
	return SystemFunction036(bytes, (ULONG)size);
}
