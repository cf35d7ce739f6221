package core

// effective stands in for the one beside the policies.
func (r ruling) effective() Effective {
	return Effective{ID: r.id, Name: r.name, Number: r.number, Why: say("It is the site's policy.")}
}
