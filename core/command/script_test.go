package command_test

import (
	"context"
	"database/sql"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse/core/command"
	"gatehouse/core/twostep"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // the engine that damaged and foreign stores are made with
)

// The scripts see the program through these variables: TEST_NOW sets its clock,
// TEST_KEYRING is the folder of its keyring, TEST_STDIN a file to read in place
// of standard input, TEST_AUTHENTICATOR the address of the authenticators, TEST_HOST
// and TEST_ADDRESS are name and address of the computer.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gatehouse": gatehouse})
}

// gatehouse is the program of the scripts.
func gatehouse() {
	now := time.Now
	if text := os.Getenv("TEST_NOW"); text != "" {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			panic(err)
		}
		now = func() time.Time { return at }
	}
	p := program(now, folderKeyring{os.Getenv("TEST_KEYRING")})
	p.Args, p.Stdin, p.Stdout, p.Stderr = os.Args[1:], os.Stdin, os.Stdout, os.Stderr
	p.Device.Address = os.Getenv("TEST_ADDRESS")
	if host := os.Getenv("TEST_HOST"); host != "" {
		p.Device.Host = host
	}
	p.Passkeys = remoteProviders(os.Getenv("TEST_AUTHENTICATOR"))
	if path := os.Getenv("TEST_STDIN"); path != "" {
		file, err := os.Open(path)
		if err != nil {
			panic(err)
		}
		p.Stdin = file
	}
	os.Exit(command.Run(context.Background(), p))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir+"/home")
			e.Setenv("GATEHOUSE_DATA", "D")
			e.Setenv("TZ", "Europe/London")
			e.Setenv("TEST_NOW", "2026-11-23T09:30:00Z")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector would wait a second in every program
			plugIn(e)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"run": run, "field": field, "keep": keep, "number": number, "sql": statement, "cut": cut, "flip": flip, "mode": mode, "put": put, "big": big, "totp": totp,
			"authenticator": authenticator, "window": window,
		},
	})
}

// run STATUS INPUT ARG... runs the program with INPUT, in which Go's escapes
// are read, on standard input and wants this exit status. Escapes are also read
// in an argument that begins with "esc:".
func run(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: run STATUS INPUT ARG...")
	}
	input, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	for i, arg := range args {
		if text, ok := strings.CutPrefix(arg, "esc:"); ok {
			args[i], err = strconv.Unquote(`"` + text + `"`)
			ts.Check(err)
		}
	}
	path := ts.MkAbs(ts.Getenv("WORK") + "/stdin")
	ts.Check(os.WriteFile(path, []byte(input), 0o600))
	ts.Setenv("TEST_STDIN", path)
	err = ts.Exec("gatehouse", args[2:]...)
	ts.Setenv("TEST_STDIN", "")
	status := 0
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		status = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(status) != args[0] {
		ts.Fatalf("exit status %d, want %s", status, args[0])
	}
}

// find reads a path such as "accounts.0.name" in the JSON object on standard
// output; nothing may follow the object.
func find(ts *testscript.TestScript, path string) any {
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &value))
	for step := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			var ok bool
			if value, ok = v[step]; !ok {
				return nil
			}
		case []any:
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// field PATH VALUE wants a value in the JSON answer; "<nil>" is null or absent.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: field PATH VALUE")
	}
	if got := fmt.Sprint(find(ts, args[0])); (got == args[1]) == neg {
		ts.Fatalf("%s is %q", args[0], got)
	}
}

// keep VARIABLE PATH puts a value of the JSON answer into a variable.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: keep VARIABLE PATH")
	}
	value, ok := find(ts, args[1]).(string)
	if !ok || value == "" {
		ts.Fatalf("%s is no text", args[1])
	}
	ts.Setenv(args[0], value)
}

// number VARIABLE PATH puts a number of the JSON answer into a variable.
func number(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: number VARIABLE PATH")
	}
	value, ok := find(ts, args[1]).(float64)
	if !ok || value == 0 {
		ts.Fatalf("%s is no number", args[1])
	}
	ts.Setenv(args[0], strconv.FormatFloat(value, 'f', -1, 64))
}

// sql FILE STATEMENT runs a statement on a SQLite file, which may be new.
func statement(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite", "file:"+ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}

// cut FILE BYTES shortens a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// flip FILE OFFSET BYTES changes every bit of a part of a file.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	from, err := strconv.Atoi(args[1])
	ts.Check(err)
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	for i := from; i < from+count; i++ {
		content[i] = ^content[i]
	}
	ts.Check(os.WriteFile(path, content, 0o600))
}

// mode FILE OCTAL wants these permissions.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[1] {
		ts.Fatalf("%s has mode %s", args[0], got)
	}
}

// put FILE TEXT writes a file, reading Go's escapes.
func put(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// totp VARIABLE SECRET OFFSET puts the code of a secret into a variable: that of a step
// so many after the present one.
func totp(ts *testscript.TestScript, _ bool, args []string) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(args[1])
	ts.Check(err)
	secret, err := twostep.SecretOf(raw)
	ts.Check(err)
	now, err := time.Parse(time.RFC3339, ts.Getenv("TEST_NOW"))
	ts.Check(err)
	off, err := strconv.Atoi(args[2])
	ts.Check(err)
	key := twostep.Key{Secret: secret, Params: twostep.Usual()}
	code, err := key.Code(key.Params.Step(now) + int64(off))
	ts.Check(err)
	ts.Setenv(args[0], code)
}

// big FILE BYTES writes one long line.
func big(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("x", size)), 0o600))
}
