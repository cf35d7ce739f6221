//go:build unix

package browser

import (
	"io/fs"
	"os"
	"syscall"
)

// othersWrite are the permissions of anybody else to write.
const othersWrite = 0o022

// isOwn tells a folder that belongs to this person and that nobody else can write into.
func isOwn(info fs.FileInfo) bool {
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && uint64(status.Uid) == uint64(os.Geteuid()) && info.Mode().Perm()&othersWrite == 0
}
