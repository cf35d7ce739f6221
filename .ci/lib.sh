# Shared by the scripts of this folder; sourced, never run.
# Bash 3.2 (macOS) must understand it: no associative arrays, no mapfile.
# shellcheck shell=bash

# The build tag of everything that links the toolkit (see FyneApp.toml, Migrations).
# shellcheck disable=SC2034 # read by the scripts that source this file
TAGS=migrated_fynedo,no_animations

say() { printf '%s\n' "$*"; }

# wanted_go prints the version in go.mod's go line, such as 1.26.0.
wanted_go() { awk '$1 == "go" { print $2; exit }' "$ROOT/go.mod"; }

# go_version prints the version of the Go at $1, such as 1.24.4, or nothing when it does not run.
# It asks from the root folder, so that no go.mod makes it fetch another version first.
go_version() {
	(cd / && GOTOOLCHAIN=local GOFLAGS='' "$1" env GOVERSION 2>/dev/null) | sed -n 's/^go\([0-9.]*\).*/\1/p'
}

# at_least succeeds when version $1 is version $2 or newer.
at_least() {
	local have=$1. want=$2.
	while [ -n "$want" ]; do
		local h=${have%%.*} w=${want%%.*}
		[ "${h:-0}" -gt "${w:-0}" ] && return 0
		[ "${h:-0}" -lt "${w:-0}" ] && return 1
		have=${have#*.} want=${want#*.}
	done
	return 0
}

# fetched_toolchain prints where the go command keeps a Go that it fetched itself: the module cache of the Go at $1.
fetched_toolchain() {
	local bin=$1 values
	values=$(cd / && GOTOOLCHAIN=local GOFLAGS='' "$bin" env GOMODCACHE GOHOSTOS GOHOSTARCH 2>/dev/null) || return 1
	# shellcheck disable=SC2086 # three words, one a line
	set -- $values
	say "$1/golang.org/toolchain@v0.0.1-go$(wanted_go).$2-$3/bin/go"
}

# go_candidates prints every place where a Go may be, the best guess first.
go_candidates() {
	local bin system=${GATEHOUSE_SYSTEM_ROOT:-} # the tests look for files elsewhere
	bin=$(command -v go 2>/dev/null) && say "$bin"
	for bin in "$system"/usr/local/go/bin/go "$HOME"/sdk/go*/bin/go "$system"/usr/lib/go-*/bin/go "$system"/opt/homebrew/bin/go; do
		[ -x "$bin" ] && say "$bin"
	done
	return 0
}

# find_go prints the Go to use: one new enough; else one that can fetch a newer one by itself (1.21 or newer), after the
# word "auto"; else one that was fetched before. It fails when there is none.
find_go() {
	local want bin version fetcher='' fetched
	want=$(wanted_go)
	while IFS= read -r bin; do
		[ -n "$bin" ] || continue
		version=$(go_version "$bin")
		[ -n "$version" ] || continue
		if at_least "$version" "$want"; then
			say "$bin"
			return 0
		fi
		if at_least "$version" 1.21 && [ -z "$fetcher" ]; then fetcher=$bin; fi
		fetched=$(fetched_toolchain "$bin") && [ -x "$fetched" ] && { say "$fetched"; return 0; }
	done <<-LIST
		$(go_candidates)
	LIST
	[ -n "$fetcher" ] || return 1
	say "auto $fetcher"
}
