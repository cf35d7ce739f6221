// Package storage keeps a site in one SQLite file, gatehouse.db in the data
// folder. It is the core.Store of a site with one desk.
//
// # Terms
//
// The data folder holds the store (gatehouse.db, while it is open with -wal
// and -shm beside it), the folder backups, and gatehouse.lock, which is held
// while a site is being made. A migration is a numbered SQL file that brings a
// store from one schema to the next.
//
// # Invariants
//
// There is one writer at a time, over all programs on the store: Update begins
// with the write lock, so what it reads is still true when it commits. Readers
// see one moment and wait for nobody. A commit is on the disk when Update
// returns.
//
// A site appears whole or not at all: it is built under another name, closed,
// and only then given its own. What is not a store of this program, or of a
// newer one, is told apart through a connection that cannot write and that
// looks past locks and the write-ahead log, so the file and its folder stay as
// they were.
//
// SQLite's locks belong to the process on most systems and fall with the first
// descriptor of the file that is closed. So nothing here opens the live store
// but SQLite; a test looks for the calls.
//
// Errors are told apart by SQLite's result codes. After any error but a row
// that is not there or a value that is taken, a transaction can only be rolled
// back: SQLite may have done so itself, and a further statement would commit
// alone.
//
// # Threats
//
// A crash or a power cut at any moment, a full disk, a folder that became
// read-only, two programs at once, a damaged, truncated or exchanged file.
// Whoever can write the file can change what is in it; the log's MAC chain in
// core notices. File and folder are readable by their owner alone.
//
// # Engines
//
// Statements are SQL that PostgreSQL takes as well. What SQLite alone has
// stands in engine.go and search.go, and in the migrations.
package storage
