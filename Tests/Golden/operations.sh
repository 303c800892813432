#!/usr/bin/env bash
# Two runs at once, folders inside one another, links out, what cannot be read: tried with the real program.
# usage: operations.sh MISREAD EXAMPLE [PAIRS]
set -uo pipefail
misread=$(realpath "$1")
example=$(realpath "$2")
pairs=${3:-3}
scratch=$(mktemp -d)
trap 'chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 3
passed=0
failed=0

check() {  # check NAME STATUS
    if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $1"; sed 's/^/    /' err; fi
}
leading() {  # leading PATHS...: the first; `ls | head` fails now and then, for the pipe is closed while ls writes
    echo "$1"
}
run() {  # run ARGUMENTS...; the exit status is kept in $status, messages in the file err
    timeout 120 "$misread" "$@" >out 2>err
    status=$?
}
refused() {  # refused STATUS WORDS: how the last run must have ended, and what it must have said
    [ "$status" -eq "$1" ] && grep -qF -- "$2" err
}
fresh() {  # the workspace w with its archive and its site, as they were first
    chmod -R u+rwX w site 2>/dev/null
    rm -rf w site && cp -r first/w w && cp -r first/site site
}
same() {  # what stood there is untouched
    diff -r first/site site >diff && diff -r first/w/archive w/archive >>diff
}

mkdir first && cp -r "$example" first/w && rm -rf first/w/archive first/w/versions/*/*/experiments
# The records of the example speak of what was taken away; one draft stands for them.
rm -rf first/w/{actions,cases,decisions,playbooks,waivers,incidents} && mkdir first/w/incidents
cat >first/w/incidents/a.md <<'RECORD'
---
schema: incident/1
id: INC-2026-001
title: A draft
status: draft
severity: sev3
model: {name: m, version: v1}
---
Nothing yet.
RECORD
(cd first && timeout 300 "$misread" build w --output site >../out 2>../err)
check "a first build: $?" $(($? > 1))

# Two at once.
broken=0
for pair in $(seq "$pairs"); do
    [ $((pair % 2)) -eq 1 ] && command=render || command=build
    fresh
    [ "$command" = build ] && rm -rf w/archive
    "$misread" "$command" w --output site --anew >/dev/null 2>err1 & one=$!
    sleep "0.0$((pair % 10))"
    "$misread" "$command" w --output site --anew >/dev/null 2>err2 & two=$!
    wait "$one"; a=$?
    wait "$two"; b=$?
    for end in "$a err1" "$b err2"; do
        set -- $end
        [ "$1" -le 1 ] || { [ "$1" -eq 3 ] && grep -q "locked by process [0-9]* on .* since" "$2"; } || broken=$((broken + 1))
    done
    { [ "$a" -le 1 ] || [ "$b" -le 1 ]; } && "$misread" verify site >/dev/null && "$misread" verify w/archive >/dev/null \
        && diff -r first/w/archive w/archive >/dev/null && [ -z "$(ls -d .site* w/.archive* w/archive/.[!.]* 2>/dev/null)" ] \
        || broken=$((broken + 1))
done
check "$pairs pairs of runs leave whole sites and archives and nothing beside them: $broken did not" "$broken"

fresh
rm -rf w/archive
versions=$(ls w/versions)
for version in $versions; do "$misread" audit w --version "$version" >/dev/null 2>"err.$version" & done
wait
for version in $versions; do [ -d "w/archive/$version" ] || grep -q "locked by process" "err.$version" || echo "$version"; done >lost
"$misread" audit w >/dev/null 2>err
diff -r first/w/archive w/archive >>lost
check "audits of several versions into one archive lose none: $(cat lost)" "$(wc -l <lost)"

# What is not ours is never deleted.
fresh
echo audits.example.org >site/CNAME && mkdir -p site/.git && echo x >site/.git/HEAD
run render w --output site
refused 2 "the folder holds what this program did not write: .git/, CNAME" && [ -f site/CNAME ] && [ -f site/.git/HEAD ]
check "files of a person in a site" $?
fresh && mkdir site/notes && run render w --output site
refused 2 "did not write: notes/" && [ -d site/notes ]
check "an empty folder of a person in a site" $?
fresh && ln -s /tmp site/v/link && run render w --output site
refused 2 "did not write: v/link" && [ -L site/v/link ]
check "a link of a person in a site" $?
fresh && mkdir .site.old .site.new && touch .site.old/mine .site.new/mine && run render w --output site
[ "$status" -le 1 ] && [ -f .site.old/mine ] && [ -f .site.new/mine ]
check "folders of a person beside a site" $?
rm -rf .site.old .site.new
version=$(leading first/w/archive/*/) && version=$(basename "$version")
fresh && echo mine >"w/archive/$version/note.txt" && run audit w --version "$version" --replace
refused 2 "archive/$version: error: the folder holds what this program did not write: note.txt" && [ -f "w/archive/$version/note.txt" ]
check "files of a person in an archive" $?
fresh && rm "w/archive/$version/SHA256SUMS" && run audit w --version "$version" --replace
refused 2 "archive/$version" && [ -f "w/archive/$version/audit.json" ]
check "an archive without its list is not replaced" $?

# Folders in one another.
fresh && cp -r w site/w && run build site/w --output site
refused 2 "the output would hold the workspace" && [ -f site/w/misread.yml ]
check "the workspace in the output" $?
fresh && run build w --output w
refused 2 "the output would hold the workspace" && same
check "the workspace as the output" $?
fresh && ln -sfn . here && run build w --output here/w/../w
refused 2 "the output would hold the workspace" && same
check "the workspace as the output, through a link" $?
rm -f here
fresh && run build w --archive site/archive --output site
refused 2 "the output would hold the archive" && same
check "the archive in the output" $?
fresh && run build w --output w/archive/site
refused 2 "the output lies in the archive" && same
check "the output in the archive" $?
fresh && run build w --output w/archive
refused 2 "the output would hold the archive" && same
check "the archive as the output" $?
fresh && run build w --output w/versions/site
refused 2 "the output lies in versions/" && same && [ ! -e w/versions/site ]
check "the output among the versions" $?
fresh && run audit w --archive .
refused 2 "the archive would hold the workspace" && same
check "the workspace in the archive" $?
fresh && run render w --output w/site
[ "$status" -le 1 ] && "$misread" verify w/site >/dev/null
check "an output in the workspace is fine" $?
fresh && mkdir www && mv site www/real && ln -s www/real site && run render w --output site
[ "$status" -le 1 ] && [ -L site ] && "$misread" verify www/real >/dev/null && [ "$(ls -A www)" = real ]
check "an output that is a link is published through" $?
rm -rf www site

# Links out, pipes, and what is lost.
secret() { echo "secret" >secret.md; }
secret
fresh && mkdir -p w/templates && ln -s "$scratch/secret.md" w/templates/glossary.md && run render w --output site
refused 2 'templates/glossary.md: error: "templates/glossary.md" is a link out of the workspace' && same
check "a template that leads out" $?
fresh && ln -s "$scratch" w/templates && run render w --output site
refused 2 "is a link out of the workspace" && same
check "a folder of templates that leads out" $?
fresh && mkdir -p w/templates && mkfifo w/templates/glossary.md && run render w --output site
refused 2 "templates/glossary.md: error: is a pipe, a file was expected" && same
check "a template that is a pipe" $?
fresh && mkdir -p w/incidents && ln -s "$scratch/secret.md" w/incidents/x.md && run render w --output site
refused 2 'incidents/x.md: error: "incidents/x.md" is a link out of the workspace' && same
check "an incident that leads out" $?
fresh && mkdir -p w/incidents && ln -s nowhere.md w/incidents/x.md && run render w --output site
refused 2 "is a link that leads nowhere" && same
check "an incident that leads nowhere" $?
fresh && rm -rf w/incidents && ln -s "$scratch" w/incidents && run render w --output site
refused 2 '"incidents" is a link out of the workspace' && same
check "a folder of incidents that leads out" $?
fresh && picture=$(cd w/archive && leading "$version"/images/*) && cp "w/archive/$picture" moved.png \
    && rm "w/archive/$picture" && ln -s "$scratch/moved.png" "w/archive/$picture" && run render w --output site
refused 2 "archive/$version" && diff -r first/site site >/dev/null
check "a picture of an archive that leads out" $?
fresh && mv "w/archive/$version" elsewhere && ln -s "$scratch/elsewhere" "w/archive/$version" && run render w --output site
refused 2 "archive/$version" && diff -r first/site site >/dev/null
check "a version of an archive that leads out" $?
rm -rf elsewhere
fresh && mv w/archive elsewhere && ln -s "$scratch/elsewhere" w/archive && run render w --output site
refused 2 '"archive" is a link out of the workspace' && diff -r first/site site >/dev/null
check "an archive that leads out" $?
rm -rf elsewhere
for lost in audit.json outcomes.bin SHA256SUMS; do
    fresh && rm "w/archive/$version/$lost" && run render w --output site
    refused 2 "archive/$version" && diff -r first/site site >/dev/null
    check "an archive without its $lost" $?
    run audit w
    refused 2 "archive/$version"
    check "an audit beside an archive without its $lost" $?
done
fresh && rm "w/archive/$version/SHA256SUMS" && run verify w/archive
[ "$status" -eq 1 ] && grep -q "$version: no readable SHA256SUMS" out
check "verify names a version without its list" $?
fresh && rm -rf "w/archive/$version" && echo x >"w/archive/$version" && run render w --output site
refused 2 "archive/$version: error: is no folder of an archived version" && diff -r first/site site >/dev/null
check "a file where a version was" $?
fresh && touch w/archive/.DS_Store && run render w --output site
[ "$status" -le 1 ]
check "hidden files in an archive are no versions" $?

# Standard output that is lost, signals, modes, records at once.
for words in "summary latest w" "facts" "schema page" "verify site" "check-input w" "--help" "--version"; do
    fresh
    timeout 120 "$misread" $words >/dev/full 2>err
    status=$?
    refused 3 "standard output: error: cannot be written: No space left on device"
    check "$words with its standard output on a full disk" $?
    timeout 120 "$misread" $words 2>err >&-
    status=$?
    refused 3 "standard output: error: cannot be written: Bad file descriptor"
    check "$words with its standard output closed" $?
done
left=""
for signal in TERM INT HUP USR1 ALRM; do
    for wait in 0.05 0.1 0.2 0.3; do
        fresh
        # Of a job in the background Control-C is ignored, but not under a monitor.
        (set -m; "$misread" render w --output site --anew >/dev/null 2>&1 & echo $! >pid; wait $!; echo $? >ended) 2>/dev/null &
        sleep "$wait"
        kill "-$signal" "$(cat pid)" 2>/dev/null
        wait
        case "$(cat ended)" in 0 | 1 | 129 | 130 | 138 | 142 | 143) ;; *) left="$left status $(cat ended)" ;; esac
        left="$left$(ls -d .site.* w/.archive.* 2>/dev/null | tr '\n' ' ')"
        "$misread" verify site >/dev/null || left="$left broken site"
    done
done
[ -z "$left" ]
check "signals leave nothing behind: $left" $?
for mask in 077 000 777; do
    fresh && rm -rf w/archive site
    (umask "$mask"; timeout 120 "$misread" build w --output site >out 2>err)
    [ -z "$(find site w/archive \( -type d ! -perm 755 \) -o \( -type f ! -perm 644 \))" ]
    check "modes under the umask $mask" $?
done
fresh && echo x >w/archive/x.txt && run verify w/archive
[ "$status" -eq 1 ] && grep -q "archive/x.txt: error: is no folder of an archived version" out
check "verify names a file that is slipped into an archive" $?
if [ "$(ls w/archive | grep -c '^v')" -ge 2 ]; then
    fresh && set -- $(ls w/archive) && mv "w/archive/$1" w/x && mv "w/archive/$2" "w/archive/$1" && mv w/x "w/archive/$2"
    run verify w/archive
    [ "$status" -eq 1 ] && grep -q "archive/$1: error: the audit in it is of $2" out
    check "verify names versions that changed places" $?
fi
fresh && for i in 1 2 3 4 5 6; do "$misread" new incident w >"new.$i" 2>&1 & done
wait
[ "$(cat new.? | grep -c 'is written with what')" -eq 6 ] && [ "$(ls w/incidents | wc -l)" -eq 7 ]
check "six records written at once are six" $?
if [ "$(id -u)" -eq 0 ] && setpriv --reuid=65534 --clear-groups "$misread" --version >/dev/null 2>&1; then
    fresh && chmod 755 "$scratch" && chmod -R a+rwX w site .
    (ulimit -u 1; exec timeout 120 setpriv --reuid=65534 --clear-groups "$misread" audit w --archive w/other) >out 2>err
    status=$?
    [ "$status" -le 1 ]
    check "an audit where no thread can be made: $status" $?
fi
fresh && run render w --output ''
[ "$status" -eq 64 ]
check "an output without a name" $?
touch f && run render w --output f/x
refused 2 "f: error: is a file, a folder was expected"
check "an output below a file is named as it was written" $?
run audit w --archive f
refused 2 "f: error: is a file, a folder was expected"
check "an archive that is a file is named as it was written" $?
run "$(printf 'x\033[31m')"
[ "$status" -eq 64 ] && ! grep -q "$(printf '\033')" err
check "usage errors show control characters" $?

# What is too large, too late, altered alike, called oddly.
fresh && rm -rf w/archive site
(ulimit -f 64; exec timeout 120 "$misread" build w --output site >out 2>err)
status=$?
refused 3 "File too large" && [ -z "$(ls -d .site* w/.archive* w/archive/.[!.]* 2>/dev/null)" ] && [ ! -e site ]
check "a limit of the size of files" $?
fresh && rm -rf w/archive && reason=1
for most in 90 95 100 105 110 115 120 125 130 140 150; do
    (ulimit -v "${most}000"; exec timeout 120 "$misread" audit w --archive w/other >out 2>err)
    status=$?
    # Below some of these the program itself is not loaded, and above others there is enough.
    case $status in
    0 | 1 | 127) ;;
    3) grep -q "^memory: error: ended with little left of the [0-9]* MiB of address space" err && reason=0 ;;
    *) reason=2 ;;
    esac
    [ $reason -ne 2 ] || break
done
check "memory that runs out under a limit" $reason
fresh
(ulimit -s 128; exec timeout 120 "$misread" audit w --archive w/other >out 2>err)
status=$?
refused 3 "memory: error: this process may have less than 256 KiB of stack" && [ ! -e w/other ]
check "a stack that is too small to work on" $?
fresh && touch -d @9223372037 w/misread.yml && run render w --output site --anew
[ "$status" -le 1 ]
check "a file of a time that no number holds" $?
fresh && head -c 70000 /dev/zero >site/SHA256SUMS.sig && run verify site
[ "$status" -eq 1 ] && grep -q "SHA256SUMS.sig has 70000 bytes" out
check "a signature larger than any" $?
fresh && rm site/MANIFEST.json && sed -i '/ MANIFEST.json$/d' site/SHA256SUMS && run verify site
[ "$status" -eq 1 ] && grep -q "missing: MANIFEST.json" out
check "a site whose manifest was taken out of its list too" $?
fresh && rm site/SHA256SUMS && run verify site
[ "$status" -eq 1 ] && [ "$(cat out err | wc -l)" -eq 1 ] && grep -q "no readable SHA256SUMS" out
check "a site without its list is told once" $?
fresh && mkdir -p w/templates && echo 'a{}</STYLE><b>' >w/templates/site.css && run render w --output site
refused 2 'templates/site.css:1: error: "</style"' && same
check "a style sheet that ends in the page" $?
fresh && run render w --output "$(printf 'bad\xff')"
refused 64 'is not UTF-8' && [ -z "$(ls -d bad* 2>/dev/null)" ]
check "an output that is no UTF-8" $?
run docs --output "$(printf 'd\033[31m')"
[ "$status" -eq 0 ] && ! grep -q "$(printf '\033')" out
check "control characters of a path are shown" $?
rm -rf d?*
fresh && touch "$(printf 'w/incidents/z\nincidents: error: forged.md')" && run check-records w
[ "$status" -eq 2 ] && ! grep -q '^incidents: error: forged' err
check "a line end in a name makes no message" $?
fresh && mkdir -p m/a && echo x >"m/a/$version" && run render w --archive m/a/ --output other
refused 2 "m/a/$version: error: is no folder of an archived version"
check "an archive elsewhere is named where it is" $?
rm -rf m
run check-input nope
[ "$status" -eq 2 ] && [ "$(grep -c ' error: ' err)" -eq 1 ]
check "a workspace that is not there is told once" $?
fresh && table=$(leading w/datasets/*/images.csv) && sed -i '1s/$/,jane.doe@example.org/; 2,$s/$/,x/' "$table" && run check-input w
grep -q "one called like an e-mail address" err && ! grep -q jane out err
check "a column that is called by an address" $?
fresh && table=$(leading w/datasets/*/images.csv) && id=$(sed -n '2s/,.*//p' "$table") \
    && sed -i "s/^$id,/jane.doe@example.org,/" "$table" w/versions/*/*/predictions.csv && run build w --output site
refused 2 "1 image id looks like personal data, the first, of image 1, like an e-mail address" && ! grep -q jane err && same
check "an image that is called by an address" $?
sed -i '$a privacy: {publish_names: true}' w/misread.yml && run check-input w
[ "$status" -eq 0 ] && ! grep -q "personal data" err
check "an image that is called by an address, which may be published" $?
fresh && mkdir -p "w/archive/.$version.misread-1-a/new" \
    && printf 'misread staging\nwriting\n' >"w/archive/.$version.misread-1-a/owner" && run render w --output site --anew
[ "$status" -le 1 ] && [ ! -e "w/archive/.$version.misread-1-a" ]
check "what a killed writer left in an archive goes with the next lock" $?
mkdir m
if mount -t tmpfs -o size=1m tmpfs m 2>/dev/null; then
    fresh && run render w --output m
    umount m
    refused 2 "m: error: is a mount point" && grep -q "m/site" err
    check "an output that is a mount point" $?
fi
rmdir m

# What may not be read: as somebody whom modes bind.
as() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$scratch"
    as() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
fi
denied() {  # denied PATH WORDS: render and see it refused
    chown -R 65534:65534 w site . 2>/dev/null
    chmod 000 "$1"
    as timeout 120 "$misread" render w --output site >out 2>err
    status=$?
    chmod 755 "$1"
    refused 3 "$2: error: cannot be read: Permission denied" && diff -r first/site site >/dev/null
}
if as test -x "$misread" && as "$misread" --version >/dev/null 2>&1; then
    fresh && mkdir -p w/incidents && denied w/incidents incidents
    check "incidents that may not be listed" $?
    fresh && mkdir -p w/incidents && echo x >w/incidents/x.md && denied w/incidents/x.md incidents/x.md
    check "an incident that may not be read" $?
    fresh && mkdir -p w/templates && denied w/templates templates
    check "templates that may not be listed" $?
    fresh && mkdir -p w/templates/pages && denied w/templates/pages templates/pages
    check "a folder of templates that may not be listed" $?
    fresh && denied w/archive archive
    check "an archive that may not be listed" $?
    fresh && denied "w/archive/$version" "archive/$version"
    check "a version that may not be listed" $?
    fresh && denied "w/archive/$version/audit.json" "archive/$version/audit.json"
    check "an audit that may not be read" $?
    fresh && chown -R 65534:65534 w site . 2>/dev/null
    mkdir closed && chmod 755 closed && cp -r site closed/site
    as timeout 120 "$misread" render w --output closed/site >out 2>err
    status=$?
    if [ "$(id -u)" -eq 0 ]; then refused 3 "closed/site: error: cannot be locked: Permission denied"; else true; fi
    check "an output whose folder is closed" $?
else
    echo "the program cannot be run by another user here: nothing was tried without rights"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
