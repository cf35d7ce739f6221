package storage

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
)

// crowd is the size of the site that lists are measured on.
const crowd = 100_000

// frame is what a list may take: one frame of a screen at 60 Hz.
const frame = 16 * time.Millisecond

var firstNames = strings.Fields(`Ada Alan Amara Anna Anders Barbara Ben Björn Carla Chen Chidi Clara David Deniz Dmitri
Edsger Elif Emma Erik Fatima Felix Finn Frances Grace Hana Hannah Henri Ines Ivan Jan Joan Johanna Jonas José Julia Kaori
Karl Katherine Kofi Lars Laura Leila Lena Linus Luca Lucía Magda Margaret Maria Marie Mei Mia Mohammed Nadia Nils Noah
Olga Omar Paul Pedro Petra Priya Rafael Rosa Sara Sean Sofia Sven Tariq Tim Tomás Ursula Vera Victor Wei Yara Yusuf Zoe`)

var lastNames = strings.Fields(`Ahmed Andersson Baker Bauer Becker Borg Brown Byron Chen Costa Dijkstra Dubois Eriksson
Fernández Fischer García Gruber Haddad Hansen Hernández Hofmann Hopper Ito Ivanova Jansen Johansson Johnson Kaya Keller
Khan Kim Kowalski Kumar Lamarr Larsson Lee López Lovelace Martin Meyer Moreau Müller Nakamura Nguyen Nielsen Novak Okafor
Olsen Ortiz Park Patel Perlman Petrov Popescu Ramirez Rossi Sato Schmidt Schneider Silva Singh Smith Suzuki Svensson
Tanaka Turing Vasquez Wagner Walker Wang Weber Williams Wilson Wójcik Yamamoto Yilmaz Young Zhang Ziegler`)

// person makes the nth account of a site; style chooses how names are given.
func person(n int, style string, random *rand.Rand) core.Account {
	first, last := firstNames[0], lastNames[0]
	if random != nil {
		first, last = firstNames[random.IntN(len(firstNames))], lastNames[random.IntN(len(lastNames))]
	}
	key := fmt.Sprintf("user%05d", n)
	if style == "names" {
		key = fold(fmt.Sprintf("%s.%s%d", first, last, n))
	}
	return core.Account{
		Name: key, Key: key, Skeleton: "~" + key, FullName: first + " " + last,
		Mail: key + "@site.example", MailKey: key + "@site.example",
		Role: core.RoleMember, State: core.StateActive, CreatedAt: noon, UpdatedAt: noon,
	}
}

// noon is a time for tests.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// crowds are the large sites, each made once, as that takes seconds.
var crowds crowdKeeper

// crowdKeeper makes large sites and takes them away at the end.
type crowdKeeper struct {
	mu   sync.Mutex
	dirs []string
	made map[string]*Store
}

// open gives a site of a hundred thousand accounts.
func (k *crowdKeeper) open(b *testing.B, style string) *Store {
	b.Helper()
	return k.kept(b, style, func(s core.Store) error {
		return s.Update(context.Background(), func(tx core.Tx) error { return populate(tx, style, crowd) })
	})
}

// kept gives the site of a name, which fill makes the first time.
func (k *crowdKeeper) kept(b *testing.B, name string, fill func(core.Store) error) *Store {
	b.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if s := k.made[name]; s != nil {
		return s
	}
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "crowd-")
	if err != nil {
		b.Fatal(err)
	}
	k.dirs = append(k.dirs, dir)
	if err := Create(ctx, dir, Options{}, fill); err != nil {
		b.Fatal(err)
	}
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if k.made == nil {
		k.made = map[string]*Store{}
	}
	k.made[name] = s
	return s
}

// end closes and removes what was made.
func (k *crowdKeeper) end() error {
	var all []error
	for _, s := range k.made {
		all = append(all, s.Close())
	}
	for _, dir := range k.dirs {
		all = append(all, os.RemoveAll(dir))
	}
	return errors.Join(all...)
}

// populate adds the crowd: a tenth never signed in, a hundredth is disabled.
func populate(tx core.Tx, style string, size int) error {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range random.Perm(size) {
		a := person(n, style, random)
		if n%10 != 0 {
			a.LastSignInAt = noon
		}
		if n%100 == 7 {
			a.State = core.StateDisabled
		}
		if err := tx.InsertAccount(&a); err != nil {
			return err
		}
		record := core.PasswordRecord{AccountID: a.ID, PHC: strings.Repeat("x", 97), SetAt: noon, SetBy: a.ID}
		if err := tx.PutPassword(record); err != nil {
			return err
		}
	}
	return nil
}

func look(b *testing.B, s *Store, q core.AccountQuery) core.AccountPage {
	b.Helper()
	var page core.AccountPage
	err := s.View(context.Background(), func(tx core.Tx) error {
		var err error
		if page, err = tx.Accounts(q); err != nil {
			return err
		}
		_, err = tx.AccountCounts()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return page
}

// report gives the spread of the times beside what they may be.
func report(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	at := func(share float64) float64 {
		return float64(times[min(len(times)-1, int(share*float64(len(times))))]) / 1e6
	}
	b.ReportMetric(at(.5), "p50-ms")
	b.ReportMetric(at(.99), "p99-ms")
	b.ReportMetric(at(1), "max-ms")
	b.ReportMetric(float64(frame)/1e6, "limit-ms")
}

// BenchmarkAccountsFirstPage opens the list of a large site, and scrolls to its
// middle and its end.
func BenchmarkAccountsFirstPage(b *testing.B) {
	s := crowds.open(b, "names")
	for _, offset := range []int{0, 500, crowd / 2, crowd - 50} {
		b.Run(fmt.Sprint("from=", offset), func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				start := time.Now()
				page := look(b, s, core.AccountQuery{Offset: offset, Limit: 50})
				times = append(times, time.Since(start))
				if len(page.Rows) != 50 || page.Total != crowd {
					b.Fatalf("%d rows of %d", len(page.Rows), page.Total)
				}
			}
			report(b, times)
		})
	}
}

// typed are what people look for, letter by letter, in two sites that name
// their accounts in different ways. The last group is the worst case: frequent,
// not at the beginning of a name, and all at the end of the list.
var typed = []struct {
	style, group string
	words        []string
}{
	{"names", "names", []string{
		"lovelace", "okafor", "anna", "zoe.ziegler", "müller", "site.example", "johansson", "ada lov", "user",
		"99", "nobody", "wilson77", "son", "ia", "x",
	}},
	{"numbers", "numbers", []string{
		"user9", "user99", "user00042", "okafor", "anna", "99", "site.example", "user12345@", "zzz", "son", "ia",
	}},
	{"numbers", "worst", []string{"ser9"}},
}

// BenchmarkAccountsSearchKey types words into the search of a large site.
func BenchmarkAccountsSearchKey(b *testing.B) {
	for _, set := range typed {
		s := crowds.open(b, set.style)
		b.Run(set.group, func(b *testing.B) {
			var times, work []time.Duration
			for b.Loop() {
				for _, word := range set.words {
					letters := []rune(word)
					for end := range letters {
						start, used := time.Now(), processorTime()
						look(b, s, core.AccountQuery{Search: string(letters[:end+1]), Limit: 50})
						times = append(times, time.Since(start))
						work = append(work, processorTime()-used)
					}
				}
			}
			report(b, times)
			// What it takes when nothing else runs on the machine.
			slices.Sort(work)
			b.ReportMetric(float64(work[len(work)*99/100])/1e6, "p99-cpu-ms")
		})
	}
}

// BenchmarkOpen opens a large site.
func BenchmarkOpen(b *testing.B) {
	s := crowds.open(b, "names")
	for b.Loop() {
		another, err := Open(context.Background(), s.place.folder, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := another.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
