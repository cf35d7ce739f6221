package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// knownRecovery has the bytes 0 to 19; knownText was computed from them in Python
// as one number in base 32.
const knownText = "000G-40R4-0M30-E209-185G-R38E-1W81-24GK"

func knownRecovery() RecoveryKey {
	key := RecoveryKey{conceal(recoveryBytes)}
	for i := range key.raw() {
		key.raw()[i] = byte(i)
	}
	return key
}

func TestRecoveryKeyText(t *testing.T) {
	if got := knownRecovery().Reveal(); got != knownText {
		t.Fatalf("printed as %s", got)
	}
	shape := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){7}$`)
	seen := map[string]bool{}
	for range 100 {
		key, err := NewRecoveryKey(rand.Reader)
		want(t, err, nil)
		text := key.Reveal()
		if !shape.MatchString(text) || seen[text] {
			t.Fatal("wrong shape, or the same key again")
		}
		seen[text] = true
	}
}

func TestParseRecoveryKeyTolerates(t *testing.T) {
	for name, text := range map[string]string{
		"as printed":         knownText,
		"lower case":         strings.ToLower(knownText),
		"no dashes":          strings.ReplaceAll(knownText, "-", ""),
		"spaces":             strings.ReplaceAll(knownText, "-", " "),
		"spaces around":      "  " + knownText + "\r\n",
		"two lines":          strings.Replace(knownText, "-E209-", "-\n\tE209-", 1),
		"O for 0":            strings.ReplaceAll(knownText, "0", "O"),
		"o for 0":            strings.ReplaceAll(knownText, "0", "o"),
		"I for 1":            strings.ReplaceAll(knownText, "1", "I"),
		"l for 1":            strings.ReplaceAll(knownText, "1", "l"),
		"typographic dashes": strings.ReplaceAll(knownText, "-", "\u2013"),
		"hard spaces":        strings.ReplaceAll(knownText, "-", "\u00a0"),
		"minus signs":        strings.ReplaceAll(knownText, "-", "\u2212"),
	} {
		t.Run(name, func(t *testing.T) {
			key, err := ParseRecoveryKey(text)
			want(t, err, nil)
			if !bytes.Equal(key.raw(), knownRecovery().raw()) {
				t.Error("read as another key")
			}
		})
	}
}

func TestParseRecoveryKeyTellsWhere(t *testing.T) {
	for name, test := range map[string]struct {
		text             string
		position, length int
	}{
		"empty":         {"", 0, 0},
		"only dashes":   {" - - ", 0, 0},
		"one short":     {knownText[:len(knownText)-1], 0, 31},
		"one more":      {knownText + "7", 0, 33},
		"U":             {"U" + knownText[1:], 1, 0},
		"u, later":      {"000g-40u4-0M30-E209-185G-R38E-1W81-24GK", 8, 0},
		"punctuation":   {"000G.40R4-0M30-E209-185G-R38E-1W81-24GK", 5, 0},
		"emoji":         {"000G-\U0001F511", 6, 0},
		"full width":    {"000\uff27" + knownText[4:], 4, 0},
		"cyrillic":      {"\u0410" + knownText[1:], 1, 0},
		"not UTF-8":     {"00\xff" + knownText[3:], 3, 0},
		"NUL":           {knownText + "\x00", 40, 0},
		"far too long":  {strings.Repeat("A", 1<<20), 0, 0},
		"only zeros":    {strings.Repeat("0", 32), 0, 0},
		"two at a time": {knownText + knownText, 0, 64},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := ParseRecoveryKey(test.text)
			want(t, err, ErrFormat)
			var detail *RecoveryKeyError
			if !errors.As(err, &detail) || detail.Position != test.position || detail.Length != test.length {
				t.Errorf("%+v", detail)
			}
			if key.usable() {
				t.Error("a key came back with the error")
			}
			for _, group := range strings.FieldsFunc(test.text, isSeparator) {
				if len(group) >= 4 && strings.Contains(err.Error(), group) {
					t.Error("the error repeats the text")
				}
			}
		})
	}
}

func TestRecoveryKeyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Byte(), recoveryBytes, recoveryBytes).Draw(t, "raw")
		raw[0] |= 1
		key := RecoveryKey{conceal(recoveryBytes)}
		copy(key.raw(), raw)
		got, err := ParseRecoveryKey(key.Reveal())
		if err != nil || !bytes.Equal(got.raw(), key.raw()) {
			t.Fatalf("%x came back changed: %v", raw, err)
		}
	})
}

func TestNewRecoveryKeyFailsClosed(t *testing.T) {
	for name, source := range badSources(recoveryBytes - 1) {
		t.Run(name, func(t *testing.T) {
			key, err := NewRecoveryKey(source)
			want(t, err, ErrRandom)
			if key.usable() {
				t.Error("a key came back with the error")
			}
			_, err = NewRecoverySlot(knownRecovery(), mustKey(t), source)
			want(t, err, ErrRandom)
		})
	}
}

// TestRecoveryKEK compares with RFC 5869's two steps computed by Python's hmac.
func TestRecoveryKEK(t *testing.T) {
	salt := make([]byte, saltSize)
	for i := range salt {
		salt[i] = byte(i)
	}
	kek, err := recoveryKEK(knownRecovery(), salt)
	want(t, err, nil)
	if got := hex.EncodeToString(kek.raw()); got != "b976e7ac95aba6c98e02cd622e82108960fe062fa97a46b56bedd7a8684fb2c6" {
		t.Errorf("%s", got)
	}
}

func TestRecoverySlot(t *testing.T) {
	site := mustKey(t)
	slot, err := NewRecoverySlot(knownRecovery(), site, rand.Reader)
	want(t, err, nil)
	typed, err := ParseRecoveryKey(strings.ToLower(knownText))
	want(t, err, nil)
	got, err := OpenRecoverySlot(slot, typed)
	want(t, err, nil)
	if !got.Equal(site) {
		t.Fatal("another key came back")
	}
	other, err := NewRecoveryKey(rand.Reader)
	want(t, err, nil)
	_, err = OpenRecoverySlot(slot, other)
	want(t, err, ErrWrongKey)
	for _, params := range []string{"", "$hkdf-sha256$v=2$" + goodSalt, recoveryPrefix, recoveryPrefix + goodSalt + "A"} {
		damaged := slot
		damaged.Params = params
		_, err := OpenRecoverySlot(damaged, typed)
		want(t, err, ErrFormat)
	}
	slot.Params = recoveryPrefix + goodSalt
	_, err = OpenRecoverySlot(slot, typed)
	want(t, err, ErrWrongKey)
}

func FuzzParseRecoveryKey(f *testing.F) {
	for _, seed := range []string{knownText, strings.ToLower(knownText), "", "U", "0\u2013O", strings.Repeat("z", 32), "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := ParseRecoveryKey(text)
		if err != nil {
			var detail *RecoveryKeyError
			if !errors.As(err, &detail) || detail.Position > utf8.RuneCountInString(text) || detail.Length > len(text) {
				t.Fatalf("%v", err)
			}
			return
		}
		again, err := ParseRecoveryKey(key.Reveal())
		if err != nil || !bytes.Equal(again.raw(), key.raw()) {
			t.Fatal("what was read is not read again")
		}
	})
}
