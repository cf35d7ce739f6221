package twostep_test

import (
	"bytes"
	"crypto/rand"
	"encoding"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core/twostep"
)

// key is a key with a secret of the given bytes.
func key(t testing.TB, secret string, p twostep.Params) twostep.Key {
	t.Helper()
	s, err := twostep.SecretOf([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return twostep.Key{Secret: s, Params: p}
}

// vectorKey is the key of an algorithm in the vectors of RFC 6238, appendix B: the
// digits from 1 on, as long as the hash (errata 2866).
func vectorKey(t testing.TB, a twostep.Algorithm) twostep.Key {
	t.Helper()
	size := map[twostep.Algorithm]int{twostep.SHA1: 20, twostep.SHA256: 32, twostep.SHA512: 64}[a]
	return key(t, strings.Repeat("1234567890", 7)[:size], twostep.Params{Algorithm: a, Digits: 8, Period: 30 * time.Second})
}

// RFC 6238, appendix B.
func TestVectors(t *testing.T) {
	for _, tt := range []struct {
		seconds              int64
		sha1, sha256, sha512 string
	}{
		{59, "94287082", "46119246", "90693936"},
		{1111111109, "07081804", "68084774", "25091201"},
		{1111111111, "14050471", "67062674", "99943326"},
		{1234567890, "89005924", "91819424", "93441116"},
		{2000000000, "69279037", "90698825", "38618901"},
		{20000000000, "65353130", "77737706", "47863826"},
	} {
		at := time.Unix(tt.seconds, 0)
		for algorithm, want := range map[twostep.Algorithm]string{twostep.SHA1: tt.sha1, twostep.SHA256: tt.sha256, twostep.SHA512: tt.sha512} {
			k := vectorKey(t, algorithm)
			if got, err := k.Code(k.Params.Step(at)); err != nil || got != want {
				t.Errorf("%s at %d: %q, %v, want %q", algorithm, tt.seconds, got, err, want)
			}
			step, ok, err := k.Match(want, at, 0)
			if err != nil || !ok || step != tt.seconds/30 {
				t.Errorf("%s at %d: step %d, %v, %v", algorithm, tt.seconds, step, ok, err)
			}
		}
	}
}

// RFC 4226, appendix D: six digits.
func TestSixDigits(t *testing.T) {
	k := key(t, "12345678901234567890", twostep.Usual())
	for step, want := range []string{
		"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
	} {
		if got, err := k.Code(int64(step)); err != nil || got != want {
			t.Errorf("step %d: %q, %v, want %q", step, got, err, want)
		}
	}
}

// The present step and the one before are taken, and no other; none twice, and none
// before one that was taken.
func TestMatchTakesTwoSteps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := key(t, "12345678901234567890", twostep.Params{
			Algorithm: rapid.SampledFrom([]twostep.Algorithm{twostep.SHA1, twostep.SHA256, twostep.SHA512}).Draw(rt, "algorithm"),
			Digits:    8, Period: time.Duration(rapid.IntRange(15, 120).Draw(rt, "period")) * time.Second,
		})
		present := rapid.Int64Range(3, 1<<33).Draw(rt, "present")
		off := rapid.Int64Range(-3, 3).Draw(rt, "off")
		used := present + rapid.Int64Range(-4, 1).Draw(rt, "used")
		now := time.Unix(present*int64(k.Params.Period/time.Second), rapid.Int64Range(0, int64(k.Params.Period)-1).Draw(rt, "within"))
		code, err := k.Code(present + off)
		if err != nil {
			rt.Fatal(err)
		}
		step, ok, err := k.Match(code, now, used)
		if err != nil {
			rt.Fatal(err)
		}
		want := (off == 0 || off == -1) && present+off > used
		if ok != want || ok && step != present+off {
			rt.Errorf("a code %d steps off with %d used: %v, step %d", off, used-present, ok, step-present)
		}
	})
}

// FAULTS 36: a code has one form. Padded, in other digits, longer or shorter it is
// none.
func TestCodesHaveOneForm(t *testing.T) {
	k := key(t, "12345678901234567890", twostep.Usual())
	now := time.Unix(59, 0)
	for _, typed := range []string{
		" 287082", "287082 ", "287 082", "287082\n", "+287082", "-28708", "0287082", "28708", "", "28708２", "٢٨٧٠٨٢", "২৮৭০৮২", "287082\x00", "0x4616", "2870.2",
	} {
		if _, ok, err := k.Match(typed, now, 0); ok || err != nil {
			t.Errorf("%q: %v, %v", typed, ok, err)
		}
		if _, ok, err := k.Drift(typed, now); ok || err != nil {
			t.Errorf("%q drifts: %v, %v", typed, ok, err)
		}
	}
	if _, ok, _ := k.Match("287082", now, 0); !ok {
		t.Error("the code itself is not taken")
	}
}

// A clock that is wrong by up to ten minutes is told from a wrong code.
func TestDrift(t *testing.T) {
	k := vectorKey(t, twostep.SHA256)
	now := time.Unix(1_800_000_015, 0)
	present := k.Params.Step(now)
	for off := int64(-25); off <= 25; off++ {
		code, err := k.Code(present + off)
		if err != nil {
			t.Fatal(err)
		}
		drift, ok, err := k.Drift(code, now)
		if err != nil {
			t.Fatal(err)
		}
		want := off >= -20 && off <= 20 && off != 0 && off != -1
		if ok != want || ok && drift != time.Duration(off)*30*time.Second {
			t.Errorf("%d steps off: %v, %v", off, drift, ok)
		}
	}
	if _, ok, _ := k.Drift("00000000", now); ok {
		t.Error("a wrong code drifts")
	}
}

// Near 1970, where a clock without a battery begins, nothing breaks and nothing old is
// taken.
func TestFirstSteps(t *testing.T) {
	k := key(t, "12345678901234567890", twostep.Usual())
	for _, at := range []int64{-1 << 40, -1, 0, 29} {
		if _, ok, err := k.Match("755224", time.Unix(at, 0), 0); ok || err != nil {
			t.Errorf("at %d: %v, %v", at, ok, err)
		}
		if _, _, err := k.Drift("755224", time.Unix(at, 0)); err != nil {
			t.Errorf("at %d: %v", at, err)
		}
	}
	for at, want := range map[int64]time.Duration{59: 1, 60: 30, 0: 30, -1: 1, -30: 30, -31: 1} {
		if left := twostep.Usual().Left(time.Unix(at, 5)); left != want*time.Second {
			t.Errorf("at %d: %v left", at, left)
		}
	}
}

func TestParamsRefused(t *testing.T) {
	for _, p := range []twostep.Params{
		{},
		{Algorithm: "MD5", Digits: 6, Period: 30 * time.Second},
		{Algorithm: twostep.SHA1, Digits: 7, Period: 30 * time.Second},
		{Algorithm: twostep.SHA1, Digits: 6, Period: 14 * time.Second},
		{Algorithm: twostep.SHA1, Digits: 6, Period: 121 * time.Second},
		{Algorithm: twostep.SHA1, Digits: 6, Period: 30*time.Second + 1},
	} {
		if p.Validate() == nil {
			t.Errorf("%+v is taken", p)
		}
		if _, err := twostep.NewSecret(rand.Reader, p); err == nil {
			t.Errorf("%+v has a secret", p)
		}
		if _, err := key(t, "12345678901234567890", p).Code(1); err == nil {
			t.Errorf("%+v has a code", p)
		}
	}
	if err := twostep.Usual().Validate(); err != nil {
		t.Error(err)
	}
}

// marshalled is a value as text encoders write it.
func marshalled(t *testing.T, value encoding.TextMarshaler) string {
	t.Helper()
	text, err := value.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A key that was wiped, or has no parameters, makes no codes and takes none.
func TestUnusableKeys(t *testing.T) {
	wiped := key(t, "12345678901234567890", twostep.Usual())
	wiped.Wipe()
	zeros := make([]byte, 20)
	if _, err := twostep.SecretOf(zeros); err == nil {
		t.Error("zeros are a secret")
	}
	if _, err := twostep.NewSecret(bytes.NewReader(zeros), twostep.Usual()); err == nil {
		t.Error("zeros are drawn")
	}
	valid := key(t, "12345678901234567890", twostep.Usual())
	for name, k := range map[string]twostep.Key{
		"wiped": wiped, "none": {}, "no parameters": {Secret: valid.Secret}, "no secret": {Params: twostep.Usual()},
		"no time": {Secret: valid.Secret, Params: twostep.Params{Algorithm: twostep.SHA1, Digits: 6, Period: -time.Second}},
	} {
		now := time.Unix(59, 0)
		if _, err := k.Code(1); err == nil {
			t.Errorf("%s: a code", name)
		}
		if _, ok, err := k.Match("287082", now, 0); ok || err == nil {
			t.Errorf("%s: matches", name)
		}
		if _, ok, err := k.Drift("287082", now); ok || err == nil {
			t.Errorf("%s: drifts", name)
		}
		k.Params.Step(now)
		k.Params.Left(now)
	}
}

// Nothing that prints, logs or encodes shows a secret or a recovery code.
func TestSecretsDoNotShow(t *testing.T) {
	k := key(t, "ABCDEFGHIJKLMNOPQRST", twostep.Usual())
	code, err := twostep.ParseRecoveryCode("ABCD-EFGH-JKMN-PQRS")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", k, "secret", k.Secret, "code", code)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", k, "secret", k.Secret, "code", code)
	type holder struct {
		key  twostep.Key
		code twostep.RecoveryCode
	}
	held := holder{k, code}
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "held", held, "at", &held)
	all := log.String() + k.String() + code.String() + marshalled(t, k.Secret) + marshalled(t, code)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		all += fmt.Sprintf(verb, held) + fmt.Sprintf(verb, &held)
	}
	all += fmt.Sprintf("%v %+v %#v %s %x %q", k, k, k, k, k, k) + fmt.Sprintf("%v %+v %#v %s %x %q", code, code, code, code, code, code) +
		fmt.Sprintf("%v %+v %#v %x %d", k.Secret, k.Secret, k.Secret, k.Secret, k.Secret)
	for _, secret := range []string{"ABCDEFGH", "4142434445", "[65 66 67", k.Base32()[:8], "JKMNPQRS"} {
		if strings.Contains(strings.ToUpper(all), secret) {
			t.Errorf("%q is in %s", secret, all)
		}
	}
}
