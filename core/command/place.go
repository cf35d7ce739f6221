package command

import (
	"os"
	"path/filepath"
	"runtime"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// Place is what the arguments say of where things are: the site, its key, and the way to
// authenticators.
type Place struct {
	Data    string `placeholder:"DIR" help:"The site's data folder. Otherwise GATEHOUSE_DATA, or the system's folder for the data of programs."`
	KeyFile string `placeholder:"FILE" help:"The site's key file: where init makes it, or where it is now."`
	// PasskeyProvider is as it was typed; Provider has what it means.
	PasskeyProvider string `placeholder:"NAME" help:"The way to passkeys: auto, browser or windows. Otherwise GATEHOUSE_PASSKEY_PROVIDER, or auto, which is what this computer prefers."`
}

// Provider is the name of the way to authenticators that is chosen: the flag, else
// GATEHOUSE_PASSKEY_PROVIDER, else passkey.Automatic.
func (p Place) Provider(env func(string) string) string {
	if p.PasskeyProvider != "" {
		return p.PasskeyProvider
	}
	if chosen := env("GATEHOUSE_PASSKEY_PROVIDER"); chosen != "" {
		return chosen
	}
	return passkey.Automatic
}

// Dir is the absolute path of the data folder on this computer.
func (p Place) Dir(env func(string) string) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // then it is asked for, should nothing else say where
	}
	dir, err := DataDir(p.Data, env, runtime.GOOS, home)
	if err != nil {
		return "", err
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", &refusal{code: core.CodeUsage, field: fieldData, text: "This path cannot be used. Choose another one."}
	}
	return whole, nil
}

// DataDir chooses the data folder: the flag, else GATEHOUSE_DATA, else the
// folder that the system goos has for the data of a person's programs. home is
// the person's own folder, "" when it is not known.
//
//	Linux and other Unix  $XDG_DATA_HOME/gatehouse, ~/.local/share/gatehouse
//	                      (XDG Base Directory Specification)
//	macOS                 ~/Library/Application Support/Gatehouse
//	Windows               %LOCALAPPDATA%\Gatehouse
//
// The error asks for the flag when no folder is known.
func DataDir(flag string, env func(string) string, goos, home string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if dir := env("GATEHOUSE_DATA"); dir != "" {
		return dir, nil
	}
	var base, own string
	switch goos {
	case "windows":
		base, own = env("LOCALAPPDATA"), "Gatehouse"
		if base == "" && home != "" {
			base = filepath.Join(home, "AppData", "Local")
		}
	case "darwin":
		own = "Gatehouse"
		if home != "" {
			base = filepath.Join(home, "Library", "Application Support")
		}
	default:
		own = "gatehouse"
		// A relative path is to be ignored, the specification says.
		if xdg := env("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
			base = xdg
		} else if home != "" {
			base = filepath.Join(home, ".local", "share")
		}
	}
	if base == "" {
		return "", &refusal{code: core.CodeUsage, field: fieldData, text: "This computer does not tell where data of programs belongs. Name the folder."}
	}
	return filepath.Join(base, own), nil
}
