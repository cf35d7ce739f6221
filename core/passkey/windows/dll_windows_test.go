package windows

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"unsafe"

	sys "golang.org/x/sys/windows"

	"gatehouse/core/passkey"
)

// standInVariable names a stand-in that was built before, where no compiler runs.
const standInVariable = "GATEHOUSE_STANDIN_DLL"

// TestMain has the stand-in there for all tests.
func TestMain(m *testing.M) {
	status, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// run runs the tests with a stand-in, which is built unless one is named.
func run(m *testing.M) (status int, err error) {
	if os.Getenv(standInVariable) != "" {
		return m.Run(), nil
	}
	folder, err := os.MkdirTemp("", "standin")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "standin.dll")
	out, err := exec.Command("x86_64-w64-mingw32-gcc", "-shared", "-O1", "-o", path, "testdata/standin.c").CombinedOutput()
	if err != nil {
		return 1, fmt.Errorf("the stand-in for webauthn.dll could not be built. Install a MinGW compiler "+
			"(MSYS2: pacman -S mingw-w64-x86_64-gcc), or name a built one in %s: %w\n%s", standInVariable, err, out)
	}
	if err := os.Setenv(standInVariable, path); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// dllReply is REPLY of the stand-in.
type dllReply struct {
	result, wait, version, used, reached, resident, nothing uint32
	idSize, objectSize, dataSize, signatureSize, userSize   uint32
	id                                                      [1024]byte
	object, data                                            [4096]byte
	signature                                               [1024]byte
	user                                                    [64]byte
}

// fill writes r.
func (to *dllReply) fill(r reply) {
	to.result, to.wait, to.version = uint32(r.result), flag(r.wait), r.version
	to.used, to.reached, to.resident, to.nothing = r.used, r.reached, flag(r.resident), flag(r.nothing)
	to.idSize = uint32(copy(to.id[:], r.id))
	to.objectSize = uint32(copy(to.object[:], r.object))
	to.dataSize = uint32(copy(to.data[:], r.data))
	to.signatureSize = uint32(copy(to.signature[:], r.signature))
	to.userSize = uint32(copy(to.user[:], r.user))
}

// standIn is the stand-in in C.
type standIn struct {
	found    library
	setup    *sys.LazyProc
	count    *sys.LazyProc
	went     *sys.LazyProc
	again    *sys.LazyProc
	callback uintptr
	dialog   dialog
}

func (s *standIn) library() library { return s.found }

func (s *standIn) held() int { return int(int32(call(s.count))) }

func (s *standIn) left() int { return int(int32(call(s.went))) }

func (s *standIn) play(api uint32, platform bool, d dialog) {
	s.dialog = d
	call(s.setup, uintptr(api), uintptr(flag(platform)), s.callback)
}

// answer is called by the stand-in while its function runs, and clears up as Go may at
// any time.
func (s *standIn) answer(text *byte, length uintptr, to *dllReply) uintptr {
	to.fill(s.dialog(asked(unsafe.Slice(text, length))))
	runtime.GC()
	return 0
}

// newStandIn makes the one stand-in of a test: Windows has room for few callbacks, and
// keeps them for good.
func newStandIn(t *testing.T) *standIn {
	t.Helper()
	file := sys.NewLazyDLL(os.Getenv(standInVariable))
	found, err := loadFrom(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// An open library cannot be removed from its folder.
		if err := sys.FreeLibrary(sys.Handle(file.Handle())); err != nil {
			t.Error(err)
		}
	})
	s := &standIn{
		found: found,
		setup: file.NewProc("StandInPlay"), count: file.NewProc("StandInHeld"),
		went: file.NewProc("StandInLeft"), again: file.NewProc("StandInReset"),
	}
	s.callback = syscall.NewCallbackCDecl(s.answer)
	s.reset()
	return s
}

// reset lets the names of operations begin anew.
func (s *standIn) reset() { call(s.again) }

func TestDLLJourneys(t *testing.T) {
	s := newStandIn(t)
	journeys(t, func(*testing.T) stage {
		s.reset()
		return s
	})
}

func TestDLLFailures(t *testing.T) { failures(t, newStandIn(t)) }

func TestDLLCancellations(t *testing.T) { cancellations(t, newStandIn(t)) }

func TestDLLKinds(t *testing.T) { kinds(t, newStandIn(t)) }

// TestDLLNothing: a call that succeeds and gives nothing is no answer.
func TestDLLNothing(t *testing.T) {
	s := newStandIn(t)
	s.play(8, true, func(asked) reply { return reply{nothing: true} })
	p := provide(t, s)
	err := start(t, p, passkey.ThisDevice).Get(t.Context(), signingIn(t).Options(), unasked(t))
	wantError(t, "nothing", err, errAnswer)
}

// TestDLLName: a failure that is none of those known has its number and the system's name.
func TestDLLName(t *testing.T) {
	s := newStandIn(t)
	s.play(8, true, func(asked) reply { return reply{result: 0x80004005} })
	err := start(t, provide(t, s), passkey.AnyKind).Get(t.Context(), signingIn(t).Options(), unasked(t))
	if err == nil || err.Error() != "passkey: Windows failed (HRESULT 0x80004005, UnknownError)" {
		t.Errorf("%v", err)
	}
}

// TestDLLMissing: a place without the library, and a library that is another one.
func TestDLLMissing(t *testing.T) {
	_, err := loadFrom(sys.NewLazyDLL(filepath.Join("testdata", "none.dll")))
	wantError(t, "no library", err, passkey.ErrNotSupported)
	_, err = loadFrom(sys.NewLazySystemDLL("kernel32.dll"))
	wantError(t, "another library", err, passkey.ErrNotSupported)
}

// TestSystem: the library of this system is one that can be used, or there is none. It
// shows no dialog.
func TestSystem(t *testing.T) {
	p, err := New(Config{Window: window})
	if err != nil {
		wantError(t, "New", err, passkey.ErrNotSupported)
		if p != nil {
			t.Errorf("there is a provider: %v", p)
		}
		return
	}
	if kinds := p.Kinds(); !slices.Contains(kinds, passkey.SecurityKey) {
		t.Errorf("the kinds are %v", kinds)
	}
	found, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if id, result := found.cancellation(); result.failed() || id == (guid{}) {
		t.Errorf("an operation is named %v, result %#x", id, uint32(result))
	}
	if name := found.errorName(resultExists); name != "InvalidStateError" {
		t.Errorf("the name of NTE_EXISTS is %q", name)
	}
}
