package password

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
)

// BenchmarkHashRaw is argon2id alone at the floor, on all cores.
func BenchmarkHashRaw(b *testing.B) {
	salt, p := make([]byte, saltSize), mustNew(b, "tally-Orbit-43-plinth")
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			rawHash(p, salt)
		}
	})
	perSecond(b)
}

// BenchmarkHasher is the same through a Hasher with more callers than slots.
func BenchmarkHasher(b *testing.B) {
	h, p := floorHasher(b), mustNew(b, "tally-Orbit-43-plinth")
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := h.Burn(b.Context(), p); err != nil {
				b.Error(err)
			}
		}
	})
	perSecond(b)
}

// BenchmarkHasherToRaw runs argon2id alone and through a Hasher in turns of a few
// hashes, so that what else the machine does meets both alike, and prints the
// medians of the rates and of the ratio of neighbouring turns. With "heap" the
// program has 32 MiB of small objects in use, as a window has, which the
// collector looks through about once in two hashes.
func BenchmarkHasherToRaw(b *testing.B) {
	for _, objects := range []int{0, 1 << 19} {
		name := "bare"
		if objects > 0 {
			name = "heap"
		}
		b.Run(name, func(b *testing.B) {
			live := heap(objects)
			compare(b)
			runtime.KeepAlive(live)
		})
	}
}

func compare(b *testing.B) {
	salt, p, h := make([]byte, saltSize), mustNew(b, "tally-Orbit-43-plinth"), floorHasher(b)
	var raws, hashers, ratios []float64
	for b.Loop() {
		raw := turn(func() { rawHash(p, salt) })
		hasher := turn(func() {
			if err := h.Burn(b.Context(), p); err != nil {
				b.Error(err)
			}
		})
		raws, hashers, ratios = append(raws, raw), append(hashers, hasher), append(ratios, hasher/raw)
	}
	b.ReportMetric(median(raws), "raw/s")
	b.ReportMetric(median(hashers), "hasher/s")
	b.ReportMetric(median(ratios), "hasher/raw")
}

// turn returns hashes a second over eight hashes a core, after one to warm up.
func turn(hash func()) float64 {
	const each = 8
	hash()
	cores := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	start := time.Now()
	for range cores {
		wg.Go(func() {
			for range each {
				hash()
			}
		})
	}
	wg.Wait()
	return float64(each*cores) / time.Since(start).Seconds()
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func rawHash(p Password, salt []byte) {
	f := Floor()
	argon2.IDKey(p.bytes(), salt, f.Time, f.MemoryKiB, f.Threads, tagSize)
}

func perSecond(b *testing.B) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "hashes/s")
}

func floorHasher(b *testing.B) *Hasher {
	b.Helper()
	h, err := NewHasher(HasherConfig{})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

// object has 64 bytes, one of them a pointer the collector follows.
type object struct {
	next *object
	_    [7]uint64
}

func heap(objects int) *object {
	var head *object
	for range objects {
		head = &object{next: head}
	}
	return head
}
