package core

import (
	"bufio"
	"os"
	"runtime"
	"strings"

	"gatehouse/core/network"
	"gatehouse/core/username"
)

// longestHost bounds what is kept of a computer's name.
const longestHost = 64

// LocalDevice describes this computer for the sessions that start on it: its
// own name and system, as people read them, and its address in its network, or that
// of the desk from which somebody has signed in to it over the network. What cannot be
// found out is left empty or general. All of it is told by the computer itself, and
// proves nothing.
func LocalDevice(client Client, version string) Device {
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	host = username.Visible(host)
	if len(host) > longestHost {
		host = strings.ToValidUTF8(host[:longestHost], "")
	}
	addr, ok := network.RemoteAddress(os.Getenv)
	if !ok {
		addr, ok = network.LocalAddress()
	}
	d := Device{Client: client, Host: host, System: systemName(runtime.GOOS), Version: version}
	if ok {
		d.Address = addr.String()
	}
	return d
}

// systemName names an operating system.
func systemName(goos string) string {
	switch goos {
	case "windows":
		return "Windows"
	case "darwin":
		return "macOS"
	case "linux":
		return distribution("/etc/os-release")
	default:
		return goos
	}
}

// distribution reads name and version of a Linux distribution from its
// os-release file (freedesktop.org); "Linux" when there is none.
func distribution(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return "Linux"
	}
	defer func() { _ = file.Close() }() // nothing was written that could be lost
	found := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		key, value, ok := strings.Cut(lines.Text(), "=")
		if ok {
			found[key] = strings.Trim(value, `"'`)
		}
	}
	name, version := found["NAME"], found["VERSION_ID"]
	name = strings.TrimSuffix(name, " GNU/Linux")
	whole := strings.TrimSpace(username.Visible(name) + " " + username.Visible(version))
	if lines.Err() != nil || whole == "" || len(whole) > longestHost {
		return "Linux"
	}
	return whole
}
