// Package breach tells whether a password is on a list of passwords that leaked
// somewhere, without asking anybody: [Build] turns a published list into one
// file, [Open] reads it, and [List.Contains] answers.
//
// # Terms
//
// The key of a password is the last eight bytes, big-endian, of the SHA-1 hash
// of its NFC form in UTF-8. (SHA-1 is what the published lists are made of; it
// protects nothing here.) The last bytes are evenly spread even when a source
// has only some ranges of hashes. A shard holds the keys that begin with its
// number. It is a binary fuse filter (Graf and Lemire, "Binary Fuse Filters:
// Fast and Smaller Than Xor Filters", 2022) of 16-bit fingerprints: three of
// them, xored, give the fingerprint of a key that is in it. A key that is not in
// it is taken for one that is with a probability of 1 in 65,536, and never the
// other way round. A run is a sorted part of the keys on disk while a list is
// built.
//
// # The file, version 1
//
// All numbers are little-endian, times are milliseconds since 1970 in UTC.
//
//	header, 4,096 bytes
//	     0  8    89 47 48 42 4C 0D 0A 1A
//	     8  u32  version
//	    12  u32  length of the header
//	    16  u32  shard bits: there are 2^n shards, 0 to 8
//	    20  u32  bits of a fingerprint, 16
//	    24  u64  entries
//	    32  u64  n of "one false answer in n"
//	    40  i64  time it was made
//	    48  i64  time of the newest file of the source
//	    56  u64  length of the file
//	    64  u64  offset of the index
//	    72  u64  length of the index
//	    80  32   SHA-256 of the index
//	   112  u32  length of the source's name
//	   116  255  the source's name, UTF-8, then zeros
//	  4064  32   SHA-256 of the 4,064 bytes before it
//	shards, one after the other, each filled with zeros to a multiple of 1,024
//	index
//	  for each shard, 64 bytes: u64 length, u64 entries, u64 seed,
//	    u32 segment length, u32 segment count, SHA-256 of the shard
//	  for each 1,024 bytes of the shards: u32 CRC-32C
//
// Every later version begins with the same twelve bytes and ends its first
// 4,096 bytes with their checksum, so that a newer file is told from a damaged
// one. The checksum of the header vouches for all the others and is the list's
// [Info.ID].
//
// # What happens to the file while it is open
//
// A list of at most 64 MiB, some 29 million entries, is read into memory and
// its checksums are compared before the first answer. Whatever becomes of the
// file then, the answers stay right.
//
// A longer one is mapped. Header and index are read into memory and checked;
// every look-up compares the three blocks it reads with their checksums first.
// A block that was altered gives [ErrDamaged]. So does a page that cannot be
// read, because the file was cut short or its disk fails: the fault is caught,
// the program goes on. No answer comes out of data that was not compared.
// [List.Verify] reads all of it; [Install] does so once, on a copy of its own.
//
// # Building
//
// [Build] reads the source once, a line at a time, into runs in a folder beside
// the file that it makes, then makes one shard after the other, each from its
// part of all runs. Memory is bounded by the run (32 MiB) and the largest shard
// (34 bytes for each of its keys: some 140 MiB for up to a billion entries, at
// most 1.1 GiB). After each run and each shard the folder is made durable, with
// checksums, so that a build that was stopped, or that crashed, goes on from
// there when it is started again. The file appears under its name whole or not
// at all.
//
// # Threats and what answers them
//
//   - A damaged, cut, foreign or newer file: an error of its own for each, never
//     a panic and never "not on the list". Lengths are compared with the file's
//     before memory is taken for them.
//   - A source that is not what it seems (hashes of another kind, a packed file,
//     a line in between that is neither): refused, with file and line. The text
//     of a line is never told: it may be somebody's password.
//   - A source that changes while it is read: refused.
//   - Somebody who may write the data folder can replace the list with one that
//     lacks entries. Checksums do not help against that, nor does this package.
//
// A [List], [Any] and [Current] are safe for concurrent use. The package imports nothing of
// the project outside core/password.
package breach
