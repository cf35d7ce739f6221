package password

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	goodSalt = "c29tZXNhbHRzb21lc2FsdA"
	goodTag  = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
)

func TestParsePHC(t *testing.T) {
	h, err := ParsePHC("$argon2id$v=19$m=19456,t=2,p=1$" + goodSalt + "$" + goodTag)
	if err != nil {
		t.Fatal(err)
	}
	if h.Params != Floor() || string(h.Salt) != "somesaltsomesalt" || len(h.Tag) != 32 || h.Tag[31] != 31 {
		t.Errorf("ParsePHC = %+v", h)
	}
}

func TestParsePHCRefuses(t *testing.T) {
	good := "$argon2id$v=19$m=19456,t=2,p=1$" + goodSalt + "$" + goodTag
	with := func(old, text string) string { return strings.Replace(good, old, text, 1) }
	long := strings.Repeat("A", 88)
	tests := []struct {
		name, text string
		want       error
	}{
		{"empty", "", ErrHashFormat},
		{"another function", with("argon2id", "argon2i"), ErrHashFormat},
		{"bcrypt", "$2b$12$abcdefghijklmnopqrstuuZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ", ErrHashFormat},
		{"another version", with("v=19", "v=16"), ErrHashFormat},
		{"no version", with("$v=19", ""), ErrHashFormat},
		{"text before", "x" + good, ErrHashFormat},
		{"text after", good + "$x", ErrHashFormat},
		{"line end", good + "\n", ErrHashFormat},
		{"line end in the salt", with("c29t", "c29t\n"), ErrHashFormat},
		{"leading zero", with("t=2", "t=02"), ErrHashFormat},
		{"plus", with("t=2", "t=+2"), ErrHashFormat},
		{"minus", with("t=2", "t=-2"), ErrHashFormat},
		{"hexadecimal", with("t=2", "t=0x2"), ErrHashFormat},
		{"space", with("t=2", "t= 2"), ErrHashFormat},
		{"another order", with("m=19456,t=2", "t=2,m=19456"), ErrHashFormat},
		{"one more parameter", with("p=1", "p=1,data=AA"), ErrHashFormat},
		{"padding", with(goodTag, goodTag+"="), ErrHashFormat},
		{"URL alphabet", with("AAEC", "_-EC"), ErrHashFormat},
		{"stray bits", with("Hh8", "Hh9"), ErrHashFormat},
		{"overflowing number", with("19456", "4294967296"), ErrHashFormat},
		{"overflowing lanes", with("p=1", "p=256"), ErrHashFormat},
		{"short salt", with(goodSalt, "c29tZXM"), ErrHashFormat},
		{"short tag", with(goodTag, "AAECAwQFBgcICQoLDA0O"), ErrHashFormat},
		{"long salt", with(goodSalt, long), ErrHashFormat},
		{"long tag", with(goodTag, long), ErrHashFormat},
		{"no tag", with("$"+goodTag, ""), ErrHashFormat},
		{"1 MiB", good + strings.Repeat("A", 1<<20), ErrHashFormat},
		{"more than 1 GiB", with("19456", "1048577"), ErrParams},
		{"more than 64 passes", with("t=2", "t=65"), ErrParams},
		{"no pass", with("t=2", "t=0"), ErrParams},
		{"no lane", with("p=1", "p=0"), ErrParams},
		{"less than 8 KiB a lane", with("m=19456,t=2,p=1", "m=31,t=2,p=4"), ErrParams},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := ParsePHC(tt.text)
			if !errors.Is(err, tt.want) || h.Tag != nil || h.Salt != nil {
				t.Errorf("ParsePHC = %v, %v; want %v", h, err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), goodSalt) {
				t.Errorf("the error tells the hash: %v", err)
			}
		})
	}
}

func TestPHCRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lanes := rapid.Uint8Range(1, 255).Draw(t, "lanes")
		h := PHC{
			Params: Params{
				MemoryKiB: rapid.Uint32Range(8*uint32(lanes), MaxMemoryKiB).Draw(t, "memory"),
				Time:      rapid.Uint32Range(1, MaxTime).Draw(t, "time"),
				Threads:   lanes,
			},
			Salt: rapid.SliceOfN(rapid.Byte(), minSaltSize, maxSaltSize).Draw(t, "salt"),
			Tag:  rapid.SliceOfN(rapid.Byte(), minTagSize, maxTagSize).Draw(t, "tag"),
		}
		got, err := ParsePHC(h.String())
		if err != nil || got.Params != h.Params || !bytes.Equal(got.Salt, h.Salt) || !bytes.Equal(got.Tag, h.Tag) {
			t.Fatalf("ParsePHC(%s) = %+v, %v", h, got, err)
		}
	})
}

// Whatever is read is written the same and stays within the bounds.
func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$" + goodSalt + "$" + goodTag)
	f.Add("$argon2id$v=19$m=019456,t=2,p=1$" + goodSalt + "$" + goodTag + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParsePHC(text)
		if err != nil {
			return
		}
		if h.String() != text || h.Params.MemoryKiB > MaxMemoryKiB || h.Params.Time > MaxTime ||
			len(h.Salt) < 8 || len(h.Salt) > 64 || len(h.Tag) < 16 || len(h.Tag) > 64 {
			t.Errorf("ParsePHC(%q) = %+v", text, h)
		}
	})
}

func TestParamsValidate(t *testing.T) {
	tests := []struct {
		name string
		p    Params
		want error
	}{
		{"floor", Floor(), nil},
		{"above", Params{65536, 3, 4}, nil},
		{"largest", Params{MaxMemoryKiB, MaxTime, 255}, nil},
		{"zero", Params{}, ErrParams},
		{"less memory", Params{19455, 2, 1}, ErrWeakParams},
		{"fewer passes", Params{19456, 1, 1}, ErrWeakParams},
		{"less memory for more passes", Params{9728, 4, 1}, ErrWeakParams},
		{"no lane", Params{19456, 2, 0}, ErrParams},
		{"too much memory", Params{MaxMemoryKiB + 1, 2, 1}, ErrParams},
		{"too many passes", Params{19456, MaxTime + 1, 1}, ErrParams},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.p.Validate(); !errors.Is(err, tt.want) {
				t.Errorf("Validate() = %v, want %v", err, tt.want)
			}
		})
	}
}
