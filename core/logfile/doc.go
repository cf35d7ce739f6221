// Package logfile keeps the technical log: JSON lines in logs/gatehouse.log
// below the data folder, for whoever looks into a fault. It is not the event
// log, which is part of the store.
//
// # Invariants
//
// The folder is for its owner alone (0700), as are the files (0600). A file is
// turned over at 5 MB and five old ones are kept, so that the log never fills a
// disk. Nothing is made before the first line, and no line makes the data
// folder.
//
// A value cannot imitate another line or turn text around: control characters
// are escaped by JSON, and what cannot be seen is written as its number, such
// as ‹U+202E›. Secrets do not come here; their types hide themselves from slog,
// and a test of the command line looks for them.
//
// # Threats
//
// A name or address typed to forge lines of the log; a log that grows without
// end; a log that others of the computer may read.
//
// A line that cannot be written is lost: the log never stops an act. On Windows
// two programs of one site cannot turn the file over while both have it open;
// lines are lost then, too.
package logfile
