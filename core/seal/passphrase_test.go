package seal

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
)

const phrase = "correct horse battery staple"

func mustPassphraseSlot(t testing.TB, passphrase string, site Key) Slot {
	t.Helper()
	slot, err := NewPassphraseSlot([]byte(passphrase), FloorCost(), site, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return slot
}

func TestPassphraseSlot(t *testing.T) {
	site := mustKey(t)
	slot := mustPassphraseSlot(t, phrase, site)
	got, err := OpenPassphraseSlot(slot, []byte(phrase))
	want(t, err, nil)
	if !got.Equal(site) {
		t.Fatal("another key came back")
	}
	if slot.Kind != KindPassphrase || !strings.HasPrefix(slot.Params, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("kind %s, params %s", slot.Kind, slot.Params)
	}
	for _, wrong := range []string{"", "Correct horse battery staple", phrase + " ", "correct horse battery stapl"} {
		key, err := OpenPassphraseSlot(slot, []byte(wrong))
		want(t, err, ErrWrongKey)
		if key.usable() {
			t.Error("a key came back with the error")
		}
	}
}

func TestDefaultCost(t *testing.T) {
	if DefaultCost() != (Cost{64 << 10, 3, 1}) || FloorCost() != (Cost{19 << 10, 2, 1}) {
		t.Fatal("the costs changed")
	}
	slot, err := NewPassphraseSlot([]byte(phrase), DefaultCost(), mustKey(t), rand.Reader)
	want(t, err, nil)
	_, err = OpenPassphraseSlot(slot, []byte(phrase))
	want(t, err, nil)
}

// TestPassphraseInEitherForm types ü, é and ö composed and decomposed.
func TestPassphraseInEitherForm(t *testing.T) {
	site := mustKey(t)
	composed, decomposed := "gr\u00fcne caf\u00e9-l\u00f6ffel", "gru\u0308ne cafe\u0301-lo\u0308ffel"
	for made, opened := range map[string]string{composed: decomposed, decomposed: composed} {
		got, err := OpenPassphraseSlot(mustPassphraseSlot(t, made, site), []byte(opened))
		want(t, err, nil)
		if !got.Equal(site) {
			t.Error("another key came back")
		}
	}
}

func TestCheckPassphrase(t *testing.T) {
	for name, test := range map[string]struct {
		passphrase string
		want       error
	}{
		"15 letters":          {strings.Repeat("x", 15), nil},
		"14 letters":          {strings.Repeat("x", 14), ErrPassphraseShort},
		"empty":               {"", ErrPassphraseShort},
		"blank":               {strings.Repeat(" ", 20), ErrPassphraseShort},
		"blank, typographic":  {strings.Repeat("\u2003", 20), ErrPassphraseShort},
		"15 emoji":            {strings.Repeat("\U0001F511", 15), nil},
		"14 emoji":            {strings.Repeat("\U0001F511", 14), ErrPassphraseShort},
		"14 after composing":  {strings.Repeat("e\u0301", 14), ErrPassphraseShort},
		"1,024 letters":       {strings.Repeat("x", 1024), nil},
		"1,025 letters":       {strings.Repeat("x", 1025), ErrPassphraseLong},
		"1,024 emoji":         {strings.Repeat("\U0001F511", 1024), nil},
		"1,024 when composed": {strings.Repeat("e\u0301", 1024), nil},
		"1 MiB":               {strings.Repeat("x", 1<<20), ErrPassphraseLong},
		"4,097 bytes":         {strings.Repeat("\U0001F511", 1024) + "x", ErrPassphraseLong},
		"1,025 when divided":  {strings.Repeat("\u0958", 513), ErrPassphraseLong},
		"not UTF-8":           {strings.Repeat("x", 20) + "\xff", ErrPassphraseText},
	} {
		t.Run(name, func(t *testing.T) {
			typed := []byte(test.passphrase)
			want(t, CheckPassphrase(typed), test.want)
			if string(typed) != test.passphrase {
				t.Error("the caller's bytes changed")
			}
			if test.want != nil {
				_, err := NewPassphraseSlot(typed, FloorCost(), mustKey(t), rand.Reader)
				want(t, err, test.want)
			}
		})
	}
}

// TestNormalizeLeavesNoCopy checks the claim on which the buffer's size rests.
func TestNormalizeLeavesNoCopy(t *testing.T) {
	for _, r := range []rune{'\u0390', '\u1f82', '\u0958', '\U0001D160', '\ufb2c', '\u0344', '\u212b'} {
		in := []byte(strings.Repeat(string(r), 300))
		out, err := normalize(in)
		want(t, err, nil)
		if cap(out) != 3*len(in) {
			t.Errorf("%U: the text outgrew its buffer", r)
		}
	}
}

func TestOpenRefusesPassphrasesBeforeHashing(t *testing.T) {
	slot := mustPassphraseSlot(t, phrase, mustKey(t))
	_, err := OpenPassphraseSlot(slot, bytes.Repeat([]byte("x"), 1<<20))
	want(t, err, ErrPassphraseLong)
	_, err = OpenPassphraseSlot(slot, []byte("\xff"))
	want(t, err, ErrPassphraseText)
}

// The last salt byte "w" leaves the unused bits zero; "x" sets one.
const goodSalt = "AAECAwQFBgcICQoLDA0ODw"

func TestPassphraseParams(t *testing.T) {
	prefix := "$argon2id$v=19$"
	for params, expected := range map[string]error{
		prefix + "m=19456,t=2,p=1$" + goodSalt:            nil,
		prefix + "m=1048576,t=20,p=16$" + goodSalt:        nil,
		prefix + "m=19455,t=2,p=1$" + goodSalt:            ErrCost,
		prefix + "m=19456,t=1,p=1$" + goodSalt:            ErrCost,
		prefix + "m=19456,t=2,p=0$" + goodSalt:            ErrCost,
		prefix + "m=0,t=0,p=0$" + goodSalt:                ErrCost,
		prefix + "m=1048577,t=2,p=1$" + goodSalt:          ErrCost,
		prefix + "m=4294967295,t=2,p=1$" + goodSalt:       ErrCost,
		prefix + "m=19456,t=21,p=1$" + goodSalt:           ErrCost,
		prefix + "m=19456,t=2,p=17$" + goodSalt:           ErrCost,
		prefix + "m=4294967296,t=2,p=1$" + goodSalt:       ErrFormat,
		prefix + "m=19456,t=2,p=256$" + goodSalt:          ErrFormat,
		prefix + "m=-1,t=2,p=1$" + goodSalt:               ErrFormat,
		prefix + "m=+19456,t=2,p=1$" + goodSalt:           ErrFormat,
		prefix + "m=019456,t=2,p=1$" + goodSalt:           ErrFormat,
		prefix + "m=19456, t=2,p=1$" + goodSalt:           ErrFormat,
		prefix + "m=19456,t=2,p=1x$" + goodSalt:           ErrFormat,
		prefix + "t=2,m=19456,p=1$" + goodSalt:            ErrFormat,
		prefix + "m=19456,t=2$" + goodSalt:                ErrFormat,
		prefix + "m=19456,t=2,p=1$":                       ErrFormat,
		prefix + "m=19456,t=2,p=1":                        ErrFormat,
		prefix + "m=19456,t=2,p=1$" + goodSalt + "=":      ErrFormat,
		prefix + "m=19456,t=2,p=1$" + goodSalt + "$":      ErrFormat,
		prefix + "m=19456,t=2,p=1$" + goodSalt[:21] + "x": ErrFormat,
		prefix + "m=19456,t=2,p=1$" + goodSalt[:20]:       ErrFormat,
		prefix + "m=19456,t=2,p=1$" + goodSalt + "\n":     ErrFormat,
		"$argon2id$v=16$m=19456,t=2,p=1$" + goodSalt:      ErrFormat,
		"$argon2i$v=19$m=19456,t=2,p=1$" + goodSalt:       ErrFormat,
		"": ErrFormat, "$": ErrFormat, "$$$$": ErrFormat,
	} {
		t.Run(params, func(t *testing.T) {
			_, _, err := parsePassphraseParams(params)
			want(t, err, expected)
			if expected != nil {
				_, err := OpenPassphraseSlot(Slot{Kind: KindPassphrase, Params: params}, []byte(phrase))
				want(t, err, expected)
			}
		})
	}
}

func TestNewPassphraseSlotRefuses(t *testing.T) {
	for _, cost := range []Cost{{}, {19<<10 - 1, 2, 1}, {19 << 10, 1, 1}, {19 << 10, 2, 0}, {1<<20 + 1, 2, 1}, {19 << 10, 21, 1}} {
		_, err := NewPassphraseSlot([]byte(phrase), cost, mustKey(t), rand.Reader)
		want(t, err, ErrCost)
	}
	for name, source := range badSources(saltSize - 1) {
		t.Run(name, func(t *testing.T) {
			_, err := NewPassphraseSlot([]byte(phrase), FloorCost(), mustKey(t), source)
			want(t, err, ErrRandom)
		})
	}
}

// FuzzSlotParams feeds all kinds of params: nothing may panic or pass that would
// not be written the same way again, or that costs more than the cap.
func FuzzSlotParams(f *testing.F) {
	for _, seed := range []string{
		"$argon2id$v=19$m=19456,t=2,p=1$" + goodSalt, "$argon2id$v=19$m=4294967295,t=2,p=1$" + goodSalt,
		recoveryPrefix + goodSalt, recoveryPrefix, "00112233445566778899aabbccddeeff", "$", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, params string) {
		if cost, salt, err := parsePassphraseParams(params); err == nil {
			if passphraseParams(cost, salt) != params || cost.check() != nil {
				t.Errorf("%q passes", params)
			}
		}
		if salt, err := parseRecoveryParams(params); err == nil && recoveryParams(salt) != params {
			t.Errorf("%q passes as recovery parameters", params)
		}
		if isItemName(params) && (len(params) != 2*itemNameSize || strings.Trim(params, "0123456789abcdef") != "") {
			t.Errorf("%q passes as a name", params)
		}
	})
}
