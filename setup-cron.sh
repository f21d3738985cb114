#!/usr/bin/env bash
# Installs the morning run into the user's crontab, or into systemd; see --help.
set -euo pipefail

# What `crontab -l` says of an empty crontab is recognised by its English words.
export LC_ALL=C

readonly BEGIN_MARK='# >>> daybreak morning >>>'
readonly END_MARK='# <<< daybreak morning <<<'
readonly ZONEINFO=/usr/share/zoneinfo

usage() {
  cat <<'HELP'
Usage: ./setup-cron.sh [--print | --remove | --help]
       ./setup-cron.sh --systemd [--timer] [--system] [--print | --remove]

Runs `npm run morning` at RUN_AT on the wall clock of TIMEZONE, Monday to Friday
(every day when CALENDAR=everyday), whatever the host's own zone and through clock
changes. The three are read from .env beside this script when it is run; they
default to 05:00, America/New_York and nyse. Run it again after changing them, or
after moving the folder or Node. Output is appended to logs/morning.log; of a run that
failed one line goes to cron, which mails it to MAILTO or to you where mail is set up.

  (none)     write one marked block into your crontab, or bring it up to date
  --print    show that block and change nothing
  --remove   take the block out again
  --systemd  use systemd instead: a service that keeps the daemon running (npm start)
  --timer    with --systemd: no daemon, but a timer that starts the morning at RUN_AT
             and makes up for a start that was missed while the host was off
  --system   with --systemd: for the whole host, as the owner of this folder (needs
             root); without it for you alone
  --help     show this

--dry-run is another word for --print, --uninstall for --remove. Lines of the crontab
outside the block are never touched, nor units of other names.
Exit codes: 0 done, 1 failed (the message says why), 2 bad usage or configuration.
HELP
}

# fail CODE WHAT HINT
fail() {
  printf 'setup-cron: %s\n  %s\n' "$2" "$3" >&2
  exit "$1"
}

# The value of one setting in .env, as dotenv reads it: the last one wins, quotes come off, # ends a bare value.
setting() {
  [ -f "$root/.env" ] || return 0
  sed -n -e 's/\r$//' -e "s/^[[:space:]]*\(export[[:space:]][[:space:]]*\)\{0,1\}$1[[:space:]]*=[[:space:]]*//p" "$root/.env" |
    sed -e '$!d' -e 's/^"\([^"]*\)".*$/\1/' -e t -e "s/^'\([^']*\)'.*\$/\1/" -e t -e 's/#.*$//' -e 's/[[:space:]]*$//'
}

# Folders are resolved because some version managers put node on PATH through links that live as long as the login.
absolute_command() {
  local found
  found=$(command -v "$1" || true)
  case $found in
    /*) printf '%s/%s\n' "$(cd -P "$(dirname "$found")" && pwd -P)" "$1" ;;
    *) fail 1 "$1 · not found on PATH · expected Node 20.19 or newer, with npm" "Install Node 24, 22 or 20, then run this again." ;;
  esac
}

# A word for /bin/sh inside a crontab line, where cron takes a bare % for the end of the command.
cron_word() {
  case $1 in
    *\\* | *$'\n'*) fail 1 "path $1 · found a backslash or a line break · expected a path cron can run" "Move the folder." ;;
  esac
  case $1 in
    *[!A-Za-z0-9_/.:,+@=-]*) printf "'%s'" "$(printf '%s' "$1" | sed -e "s/'/'\\\\''/g" -e 's/%/\\%/g')" ;;
    *) printf '%s' "$1" ;;
  esac
}

# Every zone of today is a multiple of 15 minutes away from every other, so RUN_AT can only fall on these minutes.
candidate_minutes() {
  local first=$((10#$1 % 15))
  printf '%d,%d,%d,%d' "$first" $((first + 15)) $((first + 30)) $((first + 45))
}

check_schedule() {
  [[ $run_at =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] ||
    fail 2 ".env RUN_AT · found \"$run_at\" · expected HH:MM on the 24-hour clock" "Write it with two digits each, for example 05:00."
  # `date` takes an unknown zone for UTC without a word, and would start the morning hours away from its time.
  [[ $zone =~ ^[A-Za-z0-9_+/-]+$ && -f $ZONEINFO/$zone ]] ||
    fail 2 ".env TIMEZONE · found \"$zone\" · expected a zone in $ZONEINFO" "Correct the name, or install the tzdata package."
  case $calendar in
    nyse | weekdays | everyday) ;;
    *) fail 2 ".env CALENDAR · found \"$calendar\" · expected nyse, weekdays or everyday" "Correct the setting." ;;
  esac
}

# Each word is settled before the next, and here rather than inside a printf, so that a failure ends the script.
block() {
  local node npm npm_word path root_word log days='1-5'
  node=$(absolute_command node) || exit 1
  npm=$(absolute_command npm) || exit 1
  npm_word=$(cron_word "$npm") || exit 1
  path=$(cron_word "$(dirname "$node"):/usr/local/bin:/usr/bin:/bin") || exit 1
  root_word=$(cron_word "$root") || exit 1
  log=$(cron_word "$root/logs/morning.log") || exit 1
  [ "$calendar" != everyday ] || days='1-7'
  printf '%s\n' "$BEGIN_MARK" \
    "# Written by setup-cron.sh, which also removes it. Cron asks every quarter of an hour, in whatever zone it keeps;" \
    "# the command goes on only when it is $run_at in $zone on a day of the week $days (1 is Monday)."
  # The backslashes before % are for cron, which strips them.
  # shellcheck disable=SC2016 # $( ) and $? are for the shell that cron starts
  printf '%s * * * * case "$(TZ=%s date +\\%%u.\\%%H:\\%%M)" in [%s].%s) umask 077; cd %s && PATH=%s %s run morning >> %s 2>&1 || echo "Daybreak: the morning run failed with exit code $?; why stands in" %s ;; esac\n' \
    "$(candidate_minutes "${run_at#*:}")" "$zone" "$days" "$run_at" "$root_word" "$path" "$npm_word" "$log" "$log"
  printf '%s\n' "$END_MARK"
}

# Into $1. Refuses when the crontab cannot be read, for what cannot be read would be overwritten.
read_crontab() {
  command -v crontab > /dev/null ||
    fail 1 "crontab · not found on PATH · expected cron" "Install the cron package, or run the daemon with npm start instead."
  if ! crontab -l > "$1" 2> "$1.error"; then
    grep -qi 'no crontab for' "$1.error" ||
      fail 1 "crontab -l · found \"$(head -n 1 "$1.error")\" · expected the crontab" "Make crontab -l work for this user; nothing was changed."
    : > "$1"
  fi
}

# Copies the crontab $1 with the block replaced by file $2, in its place or at the end. An empty $2 takes it out.
with_block() {
  awk -v begin="$BEGIN_MARK" -v end="$END_MARK" -v block="$2" '
    function put(  line) { if (!done) while ((getline line < block) > 0) print line; done = 1 }
    $0 == begin { if (inside) exit 3; inside = 1; put(); next }
    $0 == end { if (!inside) exit 3; inside = 0; next }
    !inside { print }
    END { if (inside) exit 3; put() }
  ' "$1" ||
    fail 1 "crontab · found only half of the marked block · expected both of its marks" "Repair it with crontab -e: delete what is left between \"$BEGIN_MARK\" and \"$END_MARK\"."
}

write_crontab() {
  crontab "$1" || fail 1 "crontab · refused the new table · expected it to be installed" "See its message above; nothing was changed."
  read_crontab "$work/after"
  cmp -s "$1" "$work/after" ||
    fail 1 "crontab · what was written does not read back the same" "Look at it with crontab -l and run this again."
}

# update WITH_BLOCK CHANGED UNCHANGED
update() {
  read_crontab "$work/before"
  with_block "$work/before" "$1" > "$work/wanted"
  if cmp -s "$work/before" "$work/wanted"; then
    printf '%s\n' "$3"
  else
    write_crontab "$work/wanted"
    printf '%s\n' "$2"
  fi
}

install_block() {
  printf '%s\n' "$1" > "$work/block"
  mkdir -p "$root/logs"
  update "$work/block" 'Installed in your crontab:' 'Already in your crontab, nothing changed:'
  printf '  npm run morning at %s %s, %s\n  in  %s\n  log %s\n' "$run_at" "$zone" \
    "$([ "$calendar" = everyday ] && echo 'every day' || echo 'Monday to Friday')" "$root" "$root/logs/morning.log"
  if command -v pgrep > /dev/null && ! pgrep -x 'crond?' > /dev/null; then
    printf 'setup-cron: no cron daemon seems to run on this host, so nothing will start.\n  Start it, for example with: service cron start\n' >&2
  fi
}

# What the words of the command line ask for, into the variables of main.
read_options() {
  local option
  for option in "$@"; do
    case $option in
      --print | --dry-run) [ -z "$action" ] || bad_usage; action=print ;;
      --remove | --uninstall) [ -z "$action" ] || bad_usage; action=remove ;;
      --systemd) systemd=yes ;;
      --timer) mode=timer ;;
      --system) scope=system ;;
      --help | -h) usage; exit 0 ;;
      *) printf 'setup-cron: unknown option %s\n\n' "$option" >&2; bad_usage ;;
    esac
  done
  [ -n "$systemd" ] || [ "$mode$scope" = daemonuser ] || bad_usage
}

bad_usage() {
  usage >&2
  exit 2
}

read_schedule() {
  run_at=$(setting RUN_AT) zone=$(setting TIMEZONE) calendar=$(setting CALENDAR)
  run_at=${run_at:-05:00} zone=${zone:-America/New_York} calendar=${calendar:-nyse}
  check_schedule
}

setup_cron() {
  if [ "$action" = remove ]; then
    : > "$work/block"
    update "$work/block" 'Removed from your crontab: npm run morning.' 'Nothing to remove: your crontab does not run the morning.'
    return
  fi
  read_schedule
  local text
  text=$(block)
  if [ "$action" = print ]; then printf '%s\n' "$text"; else install_block "$text"; fi
}

main() {
  local action='' systemd='' mode=daemon scope=user
  read_options "$@"
  root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  if [ -z "$systemd" ]; then setup_cron; return; fi
  # shellcheck source=/dev/null # linted by itself
  . "$root/scripts/setup-systemd.sh"
  setup_systemd
}

main "$@"
