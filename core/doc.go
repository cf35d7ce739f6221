// Package core is the site: its accounts, sign-ins, sessions, events and the
// use cases that change them. It knows neither the window nor SQL. A front end
// calls a method of Site, and a Store keeps what the method decides.
//
// # Terms
//
// A site is one installation: a data folder with one store. An account is a
// person's identity on it, with a role: root (all rights), admin (accounts) or
// member (own security page). A sign-in is the walk from a name to a session;
// each step may demand the next. A session is one signed-in device. An event
// is a line of the audit log; a notice is what one account is told.
//
// # Invariants
//
// A use case authorises the caller, decides, changes and records its event in
// one transaction: what cannot be recorded does not happen. A caller is a
// session's token, looked up anew each time, so that a change of rights or the
// end of a session acts at once, in every window and program on the store.
//
// A password guess is counted in a transaction of its own before the hash is
// computed, and settled in another one after it. A program that dies between
// the two leaves the guess counted. Wrong name, wrong password, a locked and a
// switched-off account cost one hash each and read the same.
//
// Where the policy asks for a security question, a sign-in stops half way until it is
// answered: in the memory of one program, for five minutes, without a session. An
// answer is a guess on the same count as passwords, and a right password takes no
// wrong answer back. It is one more thing to know and never two-step verification.
//
// Every account has one policy, found anew in the transaction that applies it:
// its own, else that of the first of its groups, else the site's. A policy is a
// list of revisions that never change, each vouched for by a MAC; one that was
// altered stands as the rules of a new site, never as none. What was written
// down by a policy (a lock, a demand, a date) outlasts it.
//
// A password is judged while it is at hand: typed by its owner in a change or a
// sign-in. What is kept of it beside its hash is which revision it was judged by
// and whether it complied, and which list of leaked passwords it was looked up in and
// whether it was on it; wrong passwords are kept for half a minute, as keyed digests. It
// is looked up outside of all transactions, after its guess was right. Where the list
// cannot be read a new password is refused and a sign-in goes on. A session that is to
// change the password, or to set a security question, can do nothing else. The last
// root account that can sign in is never shut out for good: its locks end by
// themselves, it is not locked for want of use, its expired password is still good for
// being changed, and a list that cannot be read does not keep it from that.
//
// # Threats
//
// Someone at the sign-in who guesses names and passwords, alone or in
// parallel, over several programs on one store; a member who calls a use case
// that the window would not show; someone who reads the store's file without
// the site key; someone who edits the log or an account in it by hand. Malware
// that runs as the administrator is out of scope, and so is an older copy of the
// whole file put back.
//
// Which list of leaked passwords is in use is vouched for with the list's checksum; that
// there was one, when its row is taken out, is not. A policy and its revisions are
// vouched for like an account. Not vouched for,
// and so not noticed when somebody edits the file, are which policy or group an
// account has, that a policy other than the default was taken away, the times of
// its password and its use, its former passwords, its settings and its count of
// failures: that gains guesses or time, never a password or a role. An older state of one
// policy's row, with the MAC it had then, is not told from the newest.
//
// Whoever may edit policies edits those that hold for root accounts, too. By no
// policy is the last root account locked out; others of them may be.
//
// # Time
//
// Every transaction of a use case has the site's time (Tx.Now), UTC. It is the
// machine's clock while that can be believed, and is never before the mark: the
// newest time that the site is known to have seen, which is that of the newest line
// of the log, of a mark that a sweep writes once a day, and of what the program has
// already told. A clock that went back by at most ten minutes stands still until it
// has caught up. One that went back further, or forward by more than 31 days, is not
// followed: the site goes on from the mark at the machine's pace, by a shift that is
// kept with a MAC and told in the log, so that locks and dates stay, locks end after
// their time and nobody expires. It is followed again by itself when it is back at
// the mark, and by a root account's word (ConfirmClock), which alone can make time
// go back or leap. Tx.Machine is what the clock shows; later protocols that compare
// with other machines' clocks need it.
//
// Steps forward of up to 31 days are believed: nobody can tell them from a computer
// that was off. Whoever may set the computer's clock can so end a lock or let a
// password expire early, again and again; it takes an administrator of the computer.
// While a clock is set back and nothing looks at it, time is lost: a lock may last
// longer, by less than the time that went by unseen. What is not vouched for, the
// time of the newest line when it would not move time among it, is no better than the
// times of passwords above. A MAC of what was kept earlier is still good, as with
// policies: that gains 31 days at most. Where what is kept was taken away and the
// newest line altered as well, a new program has nothing but the machine's clock.
package core
