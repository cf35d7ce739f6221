package browser

import (
	"bytes"
	"context"
	"math"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// stolenLink is the variable by which this program, started as another account, is told
// which link to open.
const stolenLink = "GATEHOUSE_TEST_STOLEN_LINK"

// openStolen opens the link and gives an exit status: 0 when it was forbidden.
func openStolen(link string) int {
	response, err := http.Get(link)
	if err != nil {
		return 2
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		return 1
	}
	return 0
}

// nobody is an account that is not ours.
const nobody = 65534

// copyProgram puts this test program where every account can start it.
func copyProgram(t *testing.T) string {
	t.Helper()
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "gatehouse-peer-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "peer")
	if err := os.WriteFile(path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// Another account with the stolen link is refused and spends nothing; so is one that
// comes by [::1]. Without the rights of root there is no other account to be, and only
// one's own can be seen to be let in; the table below shows the rest.
func TestOtherAccount(t *testing.T) {
	s := begin(t, Config{}, saved)
	if os.Geteuid() == 0 {
		program := copyProgram(t)
		cmd := exec.CommandContext(t.Context(), program)
		cmd.Dir = "/"
		cmd.Env = []string{stolenLink + "=" + s.Link()}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Run(); err != nil {
			t.Errorf("another account was not refused: %v %s", err, said.String())
		}
		if !strings.Contains(s.log.String(), `"rule":"peer"`) {
			t.Errorf("the log: %s", s.log)
		}
	}
	s.open()
	s.unharmed()
}

// A connection that stands in no table is refused, and so are ends that were swapped.
func TestPeerUnknown(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := new(net.Dialer).DialContext(context.Background(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	peer, here := netip.MustParseAddrPort(conn.LocalAddr().String()), netip.MustParseAddrPort(conn.RemoteAddr().String())
	if own, err := ownPeer(peer, here); !own || err != nil {
		t.Errorf("one's own connection: %v, %v", own, err)
	}
	other := netip.AddrPortFrom(here.Addr(), here.Port()^1)
	if own, err := ownPeer(peer, other); own || err != nil {
		t.Errorf("no connection: %v, %v", own, err)
	}
}

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

// sampleTable has the forms that rows of the two tables take. It is that of a machine
// with the least significant byte first.
const sampleTable = head + `
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1603 1 0000000087ddf382 100 0 0 10 0
   1: 0100007F:9C40 0100007F:1F90 06 00000000:00000000 03:00001766 00000000     0        0 0 3 0000000029ab35c6
   2: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 820696 1 000000000c57210c 20 4 29 21 -1
   3: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 820697 1 000000000c57210d 20 4 29 21 -1
   4: 0000000000000000FFFF00000100007F:9C41 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000 1002 0 5 1 0
   5: 00000000000000000000000001000000:9C42 00000000000000000000000001000000:1F90 01 00000000:00000000 00:00000000 00000000 1003 0 5 1 0
   6: 0100007F:9C43 0100007F:1F90 04 00000000:00000000 00:00000000 00000000     0        0 0 1 0
   7: 0100007F:9C44 0100007F:1F90 01 00000000:00000000 00:00000000 00000000    -1        0 0 1 0
   8: 0100007F:9C45 0100007F:1F90 01
`

// The row of the peer is found: not ours, not one that is closing, not half a row.
func TestFindPeer(t *testing.T) {
	if text := "0100007F:1F90"; parsed(t, text) != netip.MustParseAddrPort("127.0.0.1:8080") {
		t.Fatalf("this machine writes %s in another order than the sample", text)
	}
	for _, test := range []struct {
		peer, here string
		uid        uint64
		found      bool
	}{
		{"127.0.0.1:40000", "127.0.0.1:8080", 1000, true},
		{"127.0.0.1:8080", "127.0.0.1:40000", 1001, true},
		{"127.0.0.1:40001", "127.0.0.1:8080", 1002, true},
		{"[::ffff:127.0.0.1]:40001", "[::ffff:127.0.0.1]:8080", 1002, true},
		{"[::1]:40002", "[::1]:8080", 1003, true},
		{"127.0.0.1:40003", "127.0.0.1:8080", 0, false},
		{"127.0.0.1:40004", "127.0.0.1:8080", 0, false},
		{"127.0.0.1:40005", "127.0.0.1:8080", 0, false},
		{"127.0.0.1:40000", "127.0.0.1:8081", 0, false},
		{"[::1]:40000", "[::1]:8080", 0, false},
	} {
		uid, found, err := findPeer(strings.NewReader(sampleTable), netip.MustParseAddrPort(test.peer), netip.MustParseAddrPort(test.here))
		if uid != test.uid || found != test.found || err != nil {
			t.Errorf("%s to %s: %d, %v, %v", test.peer, test.here, uid, found, err)
		}
	}
	long := strings.Repeat("x", 1<<20)
	if _, found, err := findPeer(strings.NewReader(long), netip.AddrPort{}, netip.AddrPort{}); found || err == nil {
		t.Errorf("a line without end: %v, %v", found, err)
	}
}

func parsed(t *testing.T, text string) netip.AddrPort {
	t.Helper()
	end, ok := parseEnd(text)
	if !ok {
		t.Fatalf("%q is no end of a connection", text)
	}
	return end
}

// Whatever a table holds, nothing is found without a row in use that names both ends.
func FuzzFindPeer(f *testing.F) {
	f.Add(sampleTable)
	f.Add(head)
	f.Add("0: 0100007F:9C40 0100007F:1F90 01 a b c 99999999999 d e")
	f.Add("0: :: :: 01")
	peer, here := netip.MustParseAddrPort("127.0.0.1:40000"), netip.MustParseAddrPort("127.0.0.1:8080")
	f.Fuzz(func(t *testing.T, table string) {
		uid, found, err := findPeer(strings.NewReader(table), peer, here)
		if !found {
			return
		}
		if err != nil || uid > math.MaxUint32 {
			t.Errorf("found %d, %v in %q", uid, err, table)
		}
		for _, part := range []string{"0100007F:9C40", "0100007F:1F90", established} {
			if !strings.Contains(strings.ToUpper(table), part) {
				t.Errorf("found %d without %s in %q", uid, part, table)
			}
		}
	})
}
