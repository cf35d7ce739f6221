//go:build !unix

package seal

const (
	// checksPermissions is off: Windows keeps access lists, which the
	// permission bits that Go shows do not tell.
	checksPermissions = false
	nonBlocking       = 0
)

// syncFolder does nothing: Windows cannot sync a folder, and NTFS journals names.
func syncFolder(string) error { return nil }
