#!/usr/bin/env bash
# Tests .ci/install and .ci/go on pretended systems: a PATH of fakes that write down what they were asked to do.
# shellcheck disable=SC2016 # the fakes expand their own arguments
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
count=0

# machine starts a new pretended system of kind $1 (Linux, Darwin, MINGW64_NT-10.0, …) that has nothing but a shell.
machine() {
	box=$work/box$count
	mkdir -p "$box/bin" "$box/root" "$box/home"
	: >"$box/log"
	local tool
	for tool in bash awk sed cat dirname tr find chmod env ln touch mkdir; do ln -s "$(command -v $tool)" "$box/bin/$tool"; done
	fake uname "echo $1"
	fake id 'echo 0'
}

# fake puts a command $1 with body $2 on the pretended system's PATH.
fake() {
	printf '#!%s\n%s\n' "$(command -v bash)" "$2" >"$box/bin/$1"
	chmod +x "$box/bin/$1"
}

# logging puts a command $1 there that writes its call down and, given $2, does that.
logging() { fake "$1" "echo \"$1 \$*\" >>'$box/log'; ${2:-}"; }

# libraries makes pkg-config know every module, and the files of the C library and the certificates be there.
libraries() {
	fake pkg-config 'exit 0'
	mkdir -p "$box/root/usr/include" "$box/root/etc/ssl/certs" "$box/root/usr/lib/dri"
	touch "$box/root/usr/include/stdio.h" "$box/root/etc/ssl/certs/ca-certificates.crt" "$box/root/usr/lib/dri/swrast_dri.so"
}

# go_of puts a Go of version $1 at $2 (a folder, the PATH by default). It fetches other versions when $3 is "fetches".
go_of() {
	local where=${2:-$box/bin}
	mkdir -p "$where"
	cat >"$where/go" <<-FAKE
		#!$(command -v bash)
		case "\$*" in
		"env GOVERSION") echo go$1 ;;
		"env GOMODCACHE GOHOSTOS GOHOSTARCH") printf '%s\n' '$box/mod' linux amd64 ;;
		"mod download "*)
			echo "go \$*" >>'$box/log'
			[ "${3:-}" = fetches ] || exit 1
			t=$box/mod/golang.org/toolchain@\${3##*@}
			mkdir -p "\$t/bin" "\$t/pkg/tool"
			printf '#!%s\ncase "\$*" in "env GOVERSION") echo go%s ;; *) echo fetched \$* ;; esac\n' '$(command -v bash)' "$wanted" >"\$t/bin/go" ;;
		*) echo "go $1 \$GOTOOLCHAIN \$*" ;;
		esac
	FAKE
	chmod +x "$where/go"
}

complete() {
	local tool
	for tool in make gcc Xvfb dbus-daemon chromium xdotool import xdpyinfo xclip; do fake "$tool" 'exit 0'; done
	libraries
	go_of "$wanted"
}

# call runs a script of this folder there; its status is in $status and what it said in $box/out.
call() {
	local script=$1
	shift
	status=0
	env -i PATH="$box/bin" HOME="$box/home" GATEHOUSE_SYSTEM_ROOT="$box/root" \
		bash "$ROOT/.ci/$script" "$@" >"$box/out" 2>&1 </dev/null || status=$?
}

check() {
	count=$((count + 1))
	local name=$1
	shift
	if "$@"; then return; fi
	failures=$((failures + 1))
	printf 'FAIL: %s\n  status %s, said:\n' "$name" "$status"
	sed 's/^/    /' "$box/out"
	printf '  ran:\n'
	sed 's/^/    /' "$box/log"
}

ended() { [ "$status" = "$1" ]; }
said() { [[ $(cat "$box/out") == *"$1"* ]]; }
silent() { [ ! -s "$box/out" ]; }
ran() { [[ $(cat "$box/log") == *"$1"* ]]; }
ran_nothing() { [ ! -s "$box/log" ]; }
ran_last() { [ "$(sed -n '$p' "$box/log")" = "$1" ]; }
ran_first() { [[ $(sed -n 1p "$box/log") == "$1"* ]]; }
not() { ! "$@"; }

wanted=$(awk '$1 == "go" { print $2; exit }' "$ROOT/go.mod")

machine Linux; complete; logging apt-get
call install build tour
check 'a complete machine is left alone' ended 0
check 'and nothing is said' silent
check 'and nothing is run' ran_nothing

machine Linux; complete; rm "$box/bin/xdotool"
logging apt-get "[ \"\$1\" = install ] && ln -s '$box/bin/import' '$box/bin/xdotool'"; fake apt-cache 'exit 0'
call install build tour
check 'one missing command is installed' ended 0
check 'only its package' ran_last 'apt-get install -y --no-install-recommends xdotool'
check 'with no new list, when the list has it' not ran 'apt-get update'
call install build
check 'another set is not asked about' silent

machine Linux; complete; rm "$box/bin/Xvfb"
logging apt-get "[ \"\$1\" = install ] && ln -s '$box/bin/import' '$box/bin/Xvfb'"; fake apt-cache 'exit 0'
call install build test
check 'tests take a virtual display' ran_last 'apt-get install -y --no-install-recommends xvfb'
check 'and nothing else of the tour' ended 0

machine Linux; complete; rm "$box/bin/xdotool"
logging apt-get "[ \"\$1\" = install ] && ln -s '$box/bin/import' '$box/bin/xdotool'"; fake apt-cache 'exit 100'
call install tour
check 'an empty list is made new first' ran_first 'apt-get update'
check 'then the package is installed' ended 0

machine Linux; complete; rm "$box/bin/xdotool"; fake apt-cache 'exit 0'
logging apt-get "case \$1 in update) touch '$box/new' ;; install) [ -e '$box/new' ] && ln -s '$box/bin/import' '$box/bin/xdotool' ;; esac"
call install tour
check 'an old list is made new after a failure' ended 0

machine Linux; complete; rm "$box/bin/xdotool"; fake apt-cache 'exit 100'
logging apt-get "case \$1 in update) exit 100 ;; install) ln -s '$box/bin/import' '$box/bin/xdotool' ;; esac"
call install tour
check 'a list that cannot be renewed is used as it is' ended 0

machine Linux; complete; rm "$box/bin/xdotool"; fake id 'echo 1000'; fake apt-cache 'exit 0'
logging sudo '"$@"'; logging apt-get "[ \"\$1\" = install ] && ln -s '$box/bin/import' '$box/bin/xdotool'"
call install tour
check 'sudo is used by others than root' ran_first 'sudo env DEBIAN_FRONTEND=noninteractive apt-get install'
check 'and does it' ended 0

machine Linux; complete; rm "$box/bin/xdotool"; fake id 'echo 1000'; logging apt-get; fake apt-cache 'exit 0'
call install tour
check 'without sudo it stops' ended 1
check 'and says what root has to run' said 'apt-get install -y --no-install-recommends xdotool'
check 'and runs nothing' ran_nothing

machine Linux; complete; fake pkg-config '[ "$2" != xinerama ]'; logging dnf 'exit 0'
call install build
check 'Fedora is asked for the pkg-config module' ran 'dnf install -y pkgconfig(xinerama)'
check 'what is still missing is said' said 'the development files of xinerama'
check 'and is an error' ended 1

machine Linux; complete; rm "$box/bin/import"; logging pacman "ln -s '$box/bin/xclip' '$box/bin/import'"
call install tour
check 'Arch installs without a question' ran 'pacman -S --needed --noconfirm imagemagick'
check 'and succeeds' ended 0

machine Linux; complete; rm "$box/bin/gcc"
call install build
check 'an unknown Linux gets a list' said 'Missing here: the command gcc.'
check 'and an error' ended 1

machine Darwin; go_of "$wanted"; fake make ''; fake gcc ''
call install build
check 'a Mac needs no libraries' silent
rm "$box/bin/go"; logging brew "printf '#!%s\necho go$wanted' '$(command -v bash)' >'$box/bin/go'; '$(command -v chmod)' +x '$box/bin/go'"
call install build
check 'Homebrew installs Go' ran 'brew install go'
check 'and that is all' ended 0
rm "$box/bin/go" "$box/bin/brew"
call install build
check 'a Mac without Homebrew gets instructions' said 'brew.sh'

machine MINGW64_NT-10.0-26100
call install build
check 'Windows gets exact commands' said 'winget install --id GoLang.Go'
check 'and an error' ended 1
go_of "$wanted"; fake make ''; fake gcc ''
call install build
check 'a complete Windows is left alone' silent

machine Linux; complete; go_of 1.21.0; logging apt-get
call install build
check 'Go 1.21 is enough, it fetches the rest' ran_nothing
call go build .
check 'when it is allowed to' said 'go 1.21.0 auto build .'

machine Linux; complete; go_of 1.19.8 '' fetches; logging apt-get
call install build
check 'an older Go fetches the wanted one' ended 0
check 'as a module' ran "mod download golang.org/toolchain@v0.0.1-go$wanted.linux-amd64"
check 'and installs no other' not ran apt-get
call go version
check 'which is used then' said 'fetched version'

machine Linux; complete; go_of 1.19.8; fake apt-cache 'exit 0'; logging apt-get
call install build
check 'no way to a new Go is an error' ended 1
check 'that says where to get it' said 'https://go.dev/dl/'
call go version
check 'and Go is not run' said 'make install'

machine Linux; complete; go_of 1.19.8; go_of "$wanted" "$box/root/usr/local/go/bin"
call go version
check 'a new Go off PATH is preferred' said "go $wanted  version"

machine Linux
for manager in apt dnf pacman brew; do
	call install --print "$manager" build tour windows
	check "the command for $manager is shown" ended 0
	check "and installs Go" said go
done

if [ "$failures" != 0 ]; then
	echo "$failures of $count checks of the install script failed"
	exit 1
fi
echo "$count checks of the install script passed"
