package command

import (
	"fmt"
	"strconv"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/core/password/breach"
)

// breachCommands are the commands for lists of leaked passwords. The first three ask
// no site: they read and make files.
type breachCommands struct {
	Build breachBuild `cmd:"" help:"Make a list file of a published list of leaked passwords. Stopped, it goes on when it is called again."`
	Check breachCheck `cmd:"" help:"Look the password on standard input up. Exit status 0: not on the list, 1: on it."`
	Info  breachInfo  `cmd:"" help:"Read a list file wholly and tell what it is."`

	Use    breachUse    `cmd:"" help:"Put a list file in use for the policies of the site."`
	Remove breachRemove `cmd:"" help:"Take the list of the site out of use. The built-in list stays."`
	Status breachStatus `cmd:"" help:"Tell which lists are in use, and how many passwords are on them."`
}

// breachCheck looks one password up.
type breachCheck struct {
	File string `required:"" placeholder:"FILE" help:"The list file."`
}

// lookedUp is the answer of breached check. Its "ok" is that of the password:
// false when it is on the list.
type lookedUp struct {
	Found bool `json:"found"`
	// List is the ID of the list.
	List string `json:"list"`
}

// Run is called by kong.
func (k *breachCheck) Run(c *console) error {
	c.labels = map[string]string{fieldFile: "--file"}
	var found bool
	info, err := withList(k.File, func(list *breach.List) error {
		typed, err := c.in.all()
		if err != nil {
			return asWrongUse(err)
		}
		found, err = lookUp(list, typed)
		return err
	})
	if err != nil {
		return err
	}
	line := "This password is not on the list."
	if found {
		c.status = core.CodeRefused.Exit()
		line = "This password is on a list of leaked passwords. Choose another one."
	}
	if c.json {
		return c.object(!found, lookedUp{Found: found, List: info.ID})
	}
	return c.show(nil, line)
}

// withList opens a list, does something and closes it.
func withList(path string, do func(*breach.List) error) (breach.Info, error) {
	list, err := breach.Open(path)
	if err != nil {
		return breach.Info{}, listRefusal(fieldFile, err)
	}
	err = do(list)
	if closed := list.Close(); err == nil && closed != nil {
		err = listRefusal(fieldFile, closed)
	}
	return list.Info(), err
}

// lookUp looks up what was typed. What cannot be a password is a wrong use: the
// exit status 1 is kept for what is on the list.
func lookUp(list *breach.List, typed string) (bool, error) {
	p, err := password.New(typed)
	if err != nil {
		return false, wrongUse(core.FieldPassword, "This cannot be a password: it is empty, blank, too long or no text.")
	}
	defer p.Wipe()
	secret := []byte(p.Text())
	defer clear(secret)
	found, err := list.Contains(secret)
	if err != nil {
		return false, listRefusal(fieldFile, err)
	}
	return found, nil
}

// breachInfo tells about a list.
type breachInfo struct {
	File string `arg:"" placeholder:"FILE" help:"The list file."`
}

// listed is the answer of breached info, and a part of that of breached build.
type listed struct {
	breach.Info
	BitsPerEntry float64 `json:"bits_per_entry"`
}

// Run is called by kong.
func (i *breachInfo) Run(c *console) error {
	info, err := withList(i.File, func(list *breach.List) error {
		if err := list.Verify(c.ctx); err != nil {
			return listRefusal(fieldFile, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.show(listed{info, info.BitsPerEntry()}, describeList(info)...)
}

// describeList tells about a list for people.
func describeList(i breach.Info) []string {
	return []string{
		"Source: " + i.Source + ", of " + i.SourceTime.Format("2006-01-02 15:04 MST"),
		"Made: " + i.Made.Format("2006-01-02 15:04 MST"),
		"Passwords: " + grouped(i.Entries),
		fmt.Sprintf("Size: %s bytes, %.2f bits for each", grouped(uint64(i.Bytes)), i.BitsPerEntry()),
		"False answers: 1 of " + grouped(i.FalseOneIn) + " passwords that are not on the list is taken for one that is",
		"ID: " + i.ID,
	}
}

// grouped writes a number with a comma before every third digit from the right.
func grouped(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// many is a grouped number of things, such as "1 line" and "3,000 lines".
func many(n uint64, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return grouped(n) + " " + thing
}

// breachBuild makes a list.
type breachBuild struct {
	Source string `arg:"" placeholder:"SOURCE" help:"A file with a SHA-1 hash in each line, perhaps with \":\" and a count, sorted or not; a folder of range files, each named by the first five digits; or a file with a password in each line."`
	Out    string `required:"" placeholder:"FILE" help:"The list file. One that is there is replaced when the new one is whole."`
	Format string `default:"auto" enum:"auto,hashes,words" help:"What the lines of a file are: auto, hashes or words."`
	Name   string `placeholder:"TEXT" help:"What the list will tell as its source. Otherwise the name of the file or folder."`
	MaxBad int64  `default:"0" placeholder:"N" help:"Pass over so many lines that cannot be read."`
}

// builtList is the answer of breached build.
type builtList struct {
	List   listed        `json:"list"`
	Format breach.Format `json:"format"`
	// Taken counts the lines with a password, duplicates included.
	Taken int64 `json:"taken"`
	// Bad counts the lines that were passed over; BadLines are the first.
	Bad      int64            `json:"bad"`
	BadLines []breach.BadLine `json:"bad_lines"`
	// Ranges is how many range files there were of RangesWhole.
	Ranges      int  `json:"ranges"`
	RangesWhole int  `json:"ranges_whole"`
	Resumed     bool `json:"resumed"`
}

// Run is called by kong.
func (b *breachBuild) Run(c *console) error {
	if b.MaxBad < 0 {
		return wrongUse(fieldMaxBad, "Give a number of lines from 0 on.")
	}
	meter := &meter{log: c.log}
	if !c.json && isTerminal(c.Stderr) {
		meter.out = c.Stderr
	}
	report, err := breach.Build(c.ctx, b.Source, b.Out, breach.Options{
		Name: b.Name, Format: breach.Format(b.Format), MaxBad: b.MaxBad, Now: c.Now(), Progress: meter.show,
	})
	meter.end()
	if err != nil {
		return buildRefusal(err)
	}
	answer := builtList{
		List: listed{report.Info, report.Info.BitsPerEntry()}, Format: report.Format, Taken: report.Taken, Bad: report.Bad,
		BadLines: append([]breach.BadLine{}, report.BadLines...), Ranges: report.Ranges, Resumed: report.Resumed,
	}
	if report.Ranges > 0 {
		answer.RangesWhole = breach.Ranges
	}
	return c.show(answer, b.describe(report)...)
}

// describe tells for people what was built.
func (b *breachBuild) describe(r breach.Report) []string {
	lines := []string{fmt.Sprintf("%s has %s from %s.", b.Out, many(r.Info.Entries, "password"), many(uint64(r.Taken), "line"))}
	if r.Resumed {
		lines = append(lines, "A build that was stopped earlier was taken up.")
	}
	if r.Bad > 0 {
		lines = append(lines, passedOver(r.BadLines, r.Bad))
	}
	if r.Ranges > 0 && r.Ranges < breach.Ranges {
		lines = append(lines, fmt.Sprintf("Only %s of %s ranges are there. Passwords of the others will not be found.",
			grouped(uint64(r.Ranges)), grouped(breach.Ranges)))
	}
	return lines
}
