/*
 * A stand-in for webauthn.dll. It writes down every field that it is given, lets the
 * test answer, looks whether what it was given is still there, and gives structures that
 * end where their version ends: the byte behind them cannot be read, and neither can they
 * once they were given back.
 *
 * The structures are written from the published interface, API version 8.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

typedef struct { DWORD version; const WCHAR *id, *name, *icon; } RP;
typedef struct { DWORD version, cbId; const BYTE *pbId; const WCHAR *name, *icon, *display; } USER;
typedef struct { DWORD version, cbJson; const BYTE *json; const WCHAR *hash; } CLIENT;
typedef struct { DWORD version; const WCHAR *type; LONG algorithm; } COSE;
typedef struct { DWORD count; const COSE *first; } COSES;
typedef struct { DWORD version, cbId; const BYTE *pbId; const WCHAR *type; } CRED;
typedef struct { DWORD count; const CRED *first; } CREDS;
typedef struct { DWORD version, cbId; const BYTE *pbId; const WCHAR *type; DWORD transports; } CREDEX;
typedef struct { DWORD count; const CREDEX *const *first; } LIST;
typedef struct { const WCHAR *id; DWORD cb; const void *pv; } EXT;
typedef struct { DWORD count; const EXT *first; } EXTS;

typedef struct {
	DWORD version, timeout;
	CREDS credentials;
	EXTS extensions;
	DWORD attachment;
	BOOL resident;
	DWORD verification, attestation, flags;
	const GUID *cancellation;
	const LIST *exclude;
	DWORD enterprise, largeBlob;
	BOOL prefer, inPrivate, prf;
	const void *linked;
	DWORD cbJson;
	const BYTE *json;
	const void *eval;
	DWORD hintCount;
	const WCHAR *const *hints;
	BOOL payment;
} MAKE;

typedef struct {
	DWORD version, timeout;
	CREDS credentials;
	EXTS extensions;
	DWORD attachment, verification, flags;
	const WCHAR *appId;
	BOOL *usedAppId;
	const GUID *cancellation;
	const LIST *allow;
	DWORD blobOperation, cbBlob;
	const BYTE *blob;
	const void *salts;
	BOOL inPrivate;
	const void *linked;
	BOOL autoFill;
	DWORD cbJson;
	const BYTE *json;
	DWORD hintCount;
	const WCHAR *const *hints;
} GET;

typedef struct {
	DWORD version;
	const WCHAR *format;
	DWORD cbData;
	BYTE *data;
	DWORD cbStatement;
	BYTE *statement;
	DWORD decodeType;
	void *decoded;
	DWORD cbObject;
	BYTE *object;
	DWORD cbId;
	BYTE *id;
	EXTS extensions;        /* 2 */
	DWORD usedTransport;    /* 3 */
	BOOL enterprise, largeBlob, resident; /* 4 */
	BOOL prf;               /* 5 */
	DWORD cbUnsigned;       /* 6 */
	BYTE *unsignedOutputs;
	void *hmac;             /* 7 */
	BOOL payment;
	DWORD transports;       /* 8 */
	DWORD cbClient;
	BYTE *client;
	DWORD cbResponse;
	BYTE *response;
} ATTESTATION;

typedef struct {
	DWORD version, cbData;
	BYTE *data;
	DWORD cbSignature;
	BYTE *signature;
	CRED credential;
	DWORD cbUser;
	BYTE *user;
	EXTS extensions;        /* 2 */
	DWORD cbBlob;
	BYTE *blob;
	DWORD blobStatus;
	void *hmac;             /* 3 */
	DWORD usedTransport;    /* 4 */
	DWORD cbUnsigned;       /* 5 */
	BYTE *unsignedOutputs;
} ASSERTION;

_Static_assert(sizeof(RP) == 32 && sizeof(USER) == 40 && sizeof(CLIENT) == 24, "entities");
_Static_assert(sizeof(COSE) == 24 && sizeof(CRED) == 24 && sizeof(CREDEX) == 32, "credentials");
_Static_assert(sizeof(MAKE) == 160 && sizeof(GET) == 160 && sizeof(ASSERTION) == 136, "options");
_Static_assert(offsetof(ATTESTATION, transports) == 156, "attestation");

/* What the test says to do. It fills this in, in a callback. */
typedef struct {
	DWORD result, wait, version, used, reached, resident, nothing;
	DWORD cbId, cbObject, cbData, cbSignature, cbUser;
	BYTE id[1024], object[4096], data[4096], signature[1024], user[64];
} REPLY;
typedef void (*DIALOG)(const char *text, SIZE_T length, REPLY *reply);

static DWORD api = 8;
static BOOL platform;
static DIALOG dialog;
static HANDLE gone;
static GUID current;
static LONG held, left;
static char text[65536], before[65536];
static SIZE_T length;
static REPLY reply;

#define EXPORT __declspec(dllexport)

EXPORT void StandInPlay(DWORD version, BOOL has, DIALOG plays)
{
	api = version;
	platform = has;
	dialog = plays;
}
EXPORT void StandInReset(void) { memset(&current, 0, sizeof current), left = 0; }
EXPORT LONG StandInHeld(void) { return held; }
EXPORT LONG StandInLeft(void) { return left; }

static void put(const char *s)
{
	SIZE_T n = strlen(s);
	if (length + n < sizeof text) {
		memcpy(text + length, s, n);
		length += n;
	}
}
static void number(const char *name, long long value)
{
	char line[128];
	snprintf(line, sizeof line, "%s=%lld\n", name, value);
	put(line);
}
static void wide(const char *name, const WCHAR *s)
{
	char utf8[4096] = "null";
	if (s)
		WideCharToMultiByte(CP_UTF8, 0, s, -1, utf8, sizeof utf8, NULL, NULL);
	put(name), put("="), put(utf8), put("\n");
}
static void octets(const char *name, const BYTE *b, DWORD n)
{
	char digits[3];
	put(name), put("=");
	for (DWORD i = 0; i < n; i++) {
		snprintf(digits, sizeof digits, "%02x", b[i]);
		put(digits);
	}
	put("\n");
}
static void null(const char *name, BOOL is) { put(name), put(is ? "=null\n" : "=set\n"); }

static void client(const CLIENT *c)
{
	char json[4096] = "";
	number("client.version", c->version);
	memcpy(json, c->json, c->cbJson < sizeof json ? c->cbJson : 0);
	put("client.json="), put(json), put("\n");
	wide("client.hash", c->hash);
}
static void list(const LIST *l)
{
	if (!l) {
		null("list", TRUE);
		return;
	}
	number("list", l->count);
	for (DWORD i = 0; i < l->count; i++) {
		number("credential.version", l->first[i]->version);
		octets("credential.id", l->first[i]->pbId, l->first[i]->cbId);
		wide("credential.type", l->first[i]->type);
		number("credential.transports", l->first[i]->transports);
	}
}
static void hints(DWORD count, const WCHAR *const *first)
{
	number("hints", count);
	for (DWORD i = 0; i < count; i++)
		wide("hint", first[i]);
}
static void name(const GUID *g)
{
	char line[64];
	snprintf(line, sizeof line, "options.cancellation=%08lx-", g->Data1);
	put(line);
	for (int i = 0; i < 8; i++) {
		snprintf(line, sizeof line, "%02x", g->Data4[i]);
		put(line);
	}
	put("\n");
}

/* ask lets the test answer, and waits where it says so. */
static HRESULT ask(const GUID *cancellation)
{
	memset(&reply, 0, sizeof reply);
	dialog(text, length, &reply);
	if (reply.wait) {
		if (memcmp(cancellation, &current, sizeof current))
			return E_FAIL;
		WaitForSingleObject(gone, INFINITE);
		InterlockedIncrement(&left);
		return (HRESULT)0x80090036; /* NTE_USER_CANCELLED */
	}
	return (HRESULT)reply.result;
}

/* guarded gives size bytes of a structure whose end is that of readable memory. */
static void *guarded(const void *from, SIZE_T size)
{
	BYTE *pages = VirtualAlloc(NULL, 8192, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
	DWORD old;
	VirtualProtect(pages + 4096, 4096, PAGE_NOACCESS, &old);
	memcpy(pages + 4096 - size, from, size);
	InterlockedIncrement(&held);
	return pages + 4096 - size;
}
static void release(void *p)
{
	if (!p)
		return;
	InterlockedDecrement(&held);
	VirtualFree((void *)((ULONG_PTR)p & ~(ULONG_PTR)4095), 0, MEM_RELEASE);
}

EXPORT DWORD WINAPI WebAuthNGetApiVersionNumber(void) { return api; }

EXPORT HRESULT WINAPI WebAuthNIsUserVerifyingPlatformAuthenticatorAvailable(BOOL *there)
{
	*there = platform;
	return S_OK;
}

EXPORT HRESULT WINAPI WebAuthNGetCancellationId(GUID *id)
{
	current.Data1 = 0x01020304;
	current.Data4[0]++;
	gone = CreateEventW(NULL, TRUE, FALSE, NULL);
	*id = current;
	return S_OK;
}

EXPORT HRESULT WINAPI WebAuthNCancelCurrentOperation(const GUID *id)
{
	if (memcmp(id, &current, sizeof current))
		return (HRESULT)0x80090011; /* NTE_NOT_FOUND */
	SetEvent(gone);
	return S_OK;
}

static void describeMake(HWND window, const RP *rp, const USER *user, const COSES *coses, const CLIENT *data, const MAKE *o)
{
	length = 0;
	number("window", (long long)(LONG_PTR)window);
	number("rp.version", rp->version);
	wide("rp.id", rp->id), wide("rp.name", rp->name), wide("rp.icon", rp->icon);
	number("user.version", user->version);
	octets("user.id", user->pbId, user->cbId);
	wide("user.name", user->name), wide("user.icon", user->icon), wide("user.display", user->display);
	number("algorithms", coses->count);
	for (DWORD i = 0; i < coses->count; i++) {
		number("algorithm.version", coses->first[i].version);
		wide("algorithm.type", coses->first[i].type);
		number("algorithm.number", coses->first[i].algorithm);
	}
	client(data);
	number("options.version", o->version);
	number("options.timeout", o->timeout);
	number("options.credentials", o->credentials.count);
	number("options.extensions", o->extensions.count);
	number("options.attachment", o->attachment);
	number("options.resident", o->resident);
	number("options.verification", o->verification);
	number("options.attestation", o->attestation);
	number("options.flags", o->flags);
	name(o->cancellation);
	list(o->exclude);
	number("options.enterprise", o->enterprise);
	number("options.largeblob", o->largeBlob);
	number("options.prefer", o->prefer);
	number("options.private", o->inPrivate);
	number("options.prf", o->prf);
	null("options.linked", !o->linked);
	number("options.json", o->cbJson);
	null("options.eval", !o->eval);
	hints(o->hintCount, o->hints);
	number("options.payment", o->payment);
}

static void describeGet(HWND window, const WCHAR *rpId, const CLIENT *data, const GET *o)
{
	length = 0;
	number("window", (long long)(LONG_PTR)window);
	wide("rp.id", rpId);
	client(data);
	number("options.version", o->version);
	number("options.timeout", o->timeout);
	number("options.credentials", o->credentials.count);
	number("options.extensions", o->extensions.count);
	number("options.attachment", o->attachment);
	number("options.verification", o->verification);
	number("options.flags", o->flags);
	null("options.appid", !o->appId && !o->usedAppId);
	name(o->cancellation);
	list(o->allow);
	number("options.largeblob", o->blobOperation + o->cbBlob);
	null("options.salts", !o->salts);
	number("options.private", o->inPrivate);
	null("options.linked", !o->linked);
	number("options.autofill", o->autoFill);
	number("options.json", o->cbJson);
	hints(o->hintCount, o->hints);
}

/* keep remembers what was written down; kept tells whether it is the same again. */
static void keep(void) { memcpy(before, text, sizeof before); }
static BOOL kept(void) { return !memcmp(before, text, sizeof before); }

EXPORT HRESULT WINAPI WebAuthNAuthenticatorMakeCredential(HWND window, const RP *rp, const USER *user,
	const COSES *coses, const CLIENT *data, const MAKE *options, ATTESTATION **out)
{
	static const SIZE_T ends[] = {0, offsetof(ATTESTATION, extensions), offsetof(ATTESTATION, usedTransport),
		offsetof(ATTESTATION, enterprise), offsetof(ATTESTATION, prf), offsetof(ATTESTATION, cbUnsigned),
		offsetof(ATTESTATION, hmac), offsetof(ATTESTATION, transports), sizeof(ATTESTATION)};
	describeMake(window, rp, user, coses, data, options);
	keep();
	HRESULT result = ask(options->cancellation);
	describeMake(window, rp, user, coses, data, options);
	if (!kept())
		return E_UNEXPECTED;
	if (FAILED(result) || reply.nothing)
		return result;
	ATTESTATION made = {.version = reply.version, .cbId = reply.cbId, .id = reply.id, .cbObject = reply.cbObject,
		.object = reply.object, .usedTransport = reply.used, .resident = reply.resident, .transports = reply.reached};
	*out = guarded(&made, ends[reply.version]);
	return result;
}

EXPORT HRESULT WINAPI WebAuthNAuthenticatorGetAssertion(HWND window, const WCHAR *rpId, const CLIENT *data,
	const GET *options, ASSERTION **out)
{
	static const SIZE_T ends[] = {0, offsetof(ASSERTION, extensions), offsetof(ASSERTION, hmac),
		offsetof(ASSERTION, usedTransport), offsetof(ASSERTION, cbUnsigned), sizeof(ASSERTION)};
	describeGet(window, rpId, data, options);
	keep();
	HRESULT result = ask(options->cancellation);
	describeGet(window, rpId, data, options);
	if (!kept())
		return E_UNEXPECTED;
	if (FAILED(result) || reply.nothing)
		return result;
	ASSERTION used = {.version = reply.version, .cbData = reply.cbData, .data = reply.data,
		.cbSignature = reply.cbSignature, .signature = reply.signature,
		.credential = {1, reply.cbId, reply.id, L"public-key"}, .cbUser = reply.cbUser, .user = reply.user,
		.usedTransport = reply.used};
	*out = guarded(&used, ends[reply.version]);
	return result;
}

EXPORT void WINAPI WebAuthNFreeCredentialAttestation(ATTESTATION *a)
{
	memset(&reply, 0xAA, sizeof reply); /* the bytes are the structure's */
	release(a);
}
EXPORT void WINAPI WebAuthNFreeAssertion(ASSERTION *a)
{
	memset(&reply, 0xAA, sizeof reply);
	release(a);
}

EXPORT const WCHAR *WINAPI WebAuthNGetErrorName(HRESULT result)
{
	switch ((DWORD)result) {
	case 0x8009000F: return L"InvalidStateError";
	case 0x80090036: return L"NotAllowedError";
	default: return L"UnknownError";
	}
}
