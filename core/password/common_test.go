package password

import (
	"testing"
	"time"
)

// TestCommon: the whole password in whatever case is looked for, and nothing else.
func TestCommon(t *testing.T) {
	z := NewZxcvbn(time.Now)
	for text, want := range map[string]bool{
		"password": true, "PassWord": true, "P@SSW0RD": true, "1234567890qwerty": true, "geekboy": true, "123456": true,
		"PASSWORDSTANDARD": true,
		"":                 false, "correct horse battery staple": false, "passwordpassword": false, "password ": false, "passwore1": false,
		"the": false, "smith": false, "pässword": false, "paſſword": false, "\x00": false, "пароль": false,
	} {
		typed := []byte(text)
		found, err := z.Contains(typed)
		if err != nil || found != want {
			t.Errorf("%q: %v, %v", text, found, err)
		}
		if string(typed) != text {
			t.Errorf("%q was changed", text)
		}
	}
}

// BenchmarkCommon looks up one password that is not on the list and one that is:
// it happens at each key.
func BenchmarkCommon(b *testing.B) {
	z := NewZxcvbn(time.Now)
	texts := [][]byte{[]byte("correct horse battery staple"), []byte("1234567890987654321")}
	for b.Loop() {
		for _, text := range texts {
			if _, err := z.Contains(text); err != nil {
				b.Fatal(err)
			}
		}
	}
}
