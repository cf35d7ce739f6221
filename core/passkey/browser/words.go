package browser

import "slices"

// Words are the texts of the page, in the language of the person. None may be empty.
type Words struct {
	// Language is the tag of the language (BCP 47).
	Language string

	CreateHeading, CreateExplain, CreateStart string
	GetHeading, GetExplain, GetStart          string

	// Retry stands on the button after the browser gave up, Cancel beside it.
	Retry, Cancel string
	// Asking is shown while the browser has its own dialog open, Checking while the
	// site looks at the answer.
	Asking, Checking string
	// CreateNothing and GetNothing say that the browser gave up for a reason it does
	// not tell: cancelled, timed out, no authenticator, wrong PIN.
	CreateNothing, GetNothing string

	// The outcomes.
	Saved, SignedIn, AlreadyRegistered, Cancelled, TimedOut, NotRight, Unsupported string
	// Ended is shown when Gatehouse does not answer any more.
	Ended string
	// Used is the page of a link that was opened before.
	Used string
	// NoScript is shown where scripts are switched off.
	NoScript string
	// Open stands on the link of the redirect file, for browsers that do not follow it.
	Open string
}

// English are the words that a translation starts from.
func English() Words {
	return Words{
		Language:          "en",
		CreateHeading:     "Add a passkey",
		CreateExplain:     "Your browser asks where to keep the passkey for Gatehouse, and whether it is you.",
		CreateStart:       "Continue",
		GetHeading:        "Sign in with a passkey",
		GetExplain:        "Your browser asks which passkey for Gatehouse to use, and whether it is you.",
		GetStart:          "Continue",
		Retry:             "Try again",
		Cancel:            "Cancel",
		Asking:            "Follow what your browser asks.",
		Checking:          "Gatehouse checks the answer.",
		CreateNothing:     "No passkey was saved. Try again, or cancel.",
		GetNothing:        "No passkey was used. Try again, or cancel.",
		Saved:             "The passkey is saved. Close this page and go back to Gatehouse.",
		SignedIn:          "You are signed in. Close this page and go back to Gatehouse.",
		AlreadyRegistered: "There is a passkey for this account on it already. Close this page and go back to Gatehouse.",
		Cancelled:         "Cancelled. Close this page and go back to Gatehouse.",
		TimedOut:          "The time is up. Close this page and start again in Gatehouse.",
		NotRight:          "Gatehouse could not take this passkey. Close this page and go back to Gatehouse.",
		Unsupported:       "This browser cannot do it. Close this page and choose another way in Gatehouse.",
		Ended:             "Gatehouse does not wait for this page any more. Close it and look in Gatehouse what became of it.",
		Used: "This link has been used. If you did not open it yourself, remove the new passkey in Gatehouse; " +
			"else close this page and start again there.",
		NoScript: "This page needs scripts. Allow them for localhost, and start again in Gatehouse.",
		Open:     "Go on to Gatehouse",
	}
}

// complete tells whether no word is missing.
func (w Words) complete() bool {
	return !slices.Contains([]string{
		w.Language, w.CreateHeading, w.CreateExplain, w.CreateStart, w.GetHeading, w.GetExplain, w.GetStart,
		w.Retry, w.Cancel, w.Asking, w.Checking, w.CreateNothing, w.GetNothing, w.Saved, w.SignedIn,
		w.AlreadyRegistered, w.Cancelled, w.TimedOut, w.NotRight, w.Unsupported, w.Ended, w.Used, w.NoScript, w.Open,
	}, "")
}
