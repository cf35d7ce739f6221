package command_test

import (
	"path/filepath"
	"testing"

	"gatehouse/core/command"
)

func TestDataDir(t *testing.T) {
	tests := []struct {
		name, flag string
		env        map[string]string
		goos, home string
		want       string // "" for an error
	}{
		{"flag first", "here", map[string]string{"GATEHOUSE_DATA": "/there"}, "linux", "/home/ada", "here"},
		{"variable", "", map[string]string{"GATEHOUSE_DATA": "/there", "XDG_DATA_HOME": "/share"}, "linux", "/home/ada", "/there"},
		{"Linux", "", nil, "linux", "/home/ada", "/home/ada/.local/share/gatehouse"},
		{"Linux with a folder for data", "", map[string]string{"XDG_DATA_HOME": "/share"}, "linux", "/home/ada", "/share/gatehouse"},
		{"Linux with a relative one", "", map[string]string{"XDG_DATA_HOME": "share"}, "linux", "/home/ada", "/home/ada/.local/share/gatehouse"},
		{"FreeBSD", "", nil, "freebsd", "/home/ada", "/home/ada/.local/share/gatehouse"},
		{"Linux without a home", "", nil, "linux", "", ""},
		{"macOS", "", map[string]string{"XDG_DATA_HOME": "/share"}, "darwin", "/Users/ada", "/Users/ada/Library/Application Support/Gatehouse"},
		{"macOS without a home", "", nil, "darwin", "", ""},
		{"Windows", "", map[string]string{"LOCALAPPDATA": "/local"}, "windows", "/Users/ada", "/local/Gatehouse"},
		{"Windows without the variable", "", nil, "windows", "/Users/ada", "/Users/ada/AppData/Local/Gatehouse"},
		{"Windows without anything", "", nil, "windows", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			env := func(name string) string { return test.env[name] }
			got, err := command.DataDir(test.flag, env, test.goos, test.home)
			if filepath.ToSlash(got) != test.want || (err == nil) != (test.want != "") {
				t.Errorf("%q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestPlaceDirIsAbsolute(t *testing.T) {
	dir, err := command.Place{Data: "here"}.Dir(func(string) string { return "" })
	if err != nil || !filepath.IsAbs(dir) || filepath.Base(dir) != "here" {
		t.Errorf("%q, %v", dir, err)
	}
}

func TestPlaceProvider(t *testing.T) {
	for _, test := range []struct{ flag, env, want string }{
		{"", "", "auto"},
		{"", "browser", "browser"},
		{"windows", "browser", "windows"},
		{"auto", "browser", "auto"},
	} {
		env := map[string]string{"GATEHOUSE_PASSKEY_PROVIDER": test.env}
		if got := (command.Place{PasskeyProvider: test.flag}).Provider(func(name string) string { return env[name] }); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

func TestWindow(t *testing.T) {
	tests := []struct {
		args  []string
		place command.Place
		want  bool
	}{
		{nil, command.Place{}, true},
		{[]string{"--data", "D"}, command.Place{Data: "D"}, true},
		{[]string{"--key-file=K", "--data=D"}, command.Place{Data: "D", KeyFile: "K"}, true},
		{[]string{"--passkey-provider", "browser"}, command.Place{PasskeyProvider: "browser"}, true},
		{[]string{"--data"}, command.Place{}, false},
		{[]string{"--help"}, command.Place{}, false},
		{[]string{"--json"}, command.Place{}, false},
		{[]string{"version"}, command.Place{}, false},
		{[]string{"--data", "D", "signin"}, command.Place{}, false},
		{[]string{"nonsense"}, command.Place{}, false},
	}
	for _, test := range tests {
		if place, window := command.Window(test.args); window != test.want || place != test.place {
			t.Errorf("%q: %+v, %v", test.args, place, window)
		}
	}
}
