# shellcheck shell=bash disable=SC2154 # root, work, action, mode, scope, run_at, zone and calendar are setup-cron.sh's
# The systemd half of setup-cron.sh, which reads it in and brings fail, setting, absolute_command and read_schedule.

readonly DAEMON=daybreak.service
readonly TIMER=daybreak-morning.timer
readonly TIMED=daybreak-morning.service

setup_systemd() {
  local wanted=("$DAEMON") unwanted=("$TIMER" "$TIMED")
  if [ "$mode" = timer ]; then wanted=("$TIMED" "$TIMER") unwanted=("$DAEMON"); fi
  if [ "$action" = remove ]; then remove_all "${wanted[@]}" "${unwanted[@]}"; return; fi
  read_schedule
  unit_path "$root" > /dev/null
  write_units "$work"
  if [ "$action" = print ]; then show_units "${wanted[@]}"; return; fi
  # Two keepers of one morning are one too many.
  remove_units "${unwanted[@]}" || true
  install_units "${wanted[@]}"
}

unit_folder() {
  if [ "$scope" = system ]; then
    printf '%s\n' "${DESTDIR-}/etc/systemd/system"
  else
    printf '%s\n' "${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user"
  fi
}

# The units of this mode, into folder $1.
write_units() {
  local start
  if [ "$mode" = timer ]; then
    start=$(command_line morning) || exit 1
    service 'Daybreak: one risk morning' oneshot "$start" > "$1/$TIMED" || exit 1
    timer > "$1/$TIMER"
  else
    start=$(command_line start) || exit 1
    service 'Daybreak: the daily risk morning of a trading desk' exec "$start" > "$1/$DAEMON" || exit 1
  fi
}

command_line() {
  local node
  node=$(absolute_command node) || exit 1
  printf '%s --import tsx src/main.ts %s\n' "$(unit_word "$node")" "$1"
}

# service DESCRIPTION TYPE COMMAND
service() {
  local user=''
  if [ "$scope" = system ]; then user=$(owner) || exit 1; fi
  printf '# Written by setup-cron.sh --systemd, which also removes it.\n[Unit]\nDescription=%s\n' "$1"
  # A user's own manager knows nothing of the network.
  [ -z "$user" ] || printf 'Wants=network-online.target\nAfter=network-online.target\n'
  printf '\n[Service]\nType=%s\nExecStart=%s\nWorkingDirectory=%s\n' "$2" "$3" "$(unit_path "$root")"
  [ -z "$user" ] || printf 'User=%s\n' "$user"
  # Daybreak reads .env itself, whose quotes and comments systemd would take otherwise; here is room for what must not lie there.
  printf 'EnvironmentFile=-%s\n' "$(environment_file)"
  # A mail in transit gets time to finish, so that it is not sent twice.
  printf '%s\n' KillSignal=SIGTERM TimeoutStopSec=5min
  [ "$2" = oneshot ] || restarting
  hardening
  [ -z "$user" ] || hardening_of_the_host
  [ "$2" = oneshot ] || printf '\n[Install]\nWantedBy=%s\n' "$([ "$scope" = system ] && echo multi-user.target || echo default.target)"
}

# Bad settings (code 2) do not mend by themselves.
restarting() {
  printf '%s\n' Restart=on-failure RestartSec=30 RestartPreventExitStatus=2
}

# Node compiles as it runs, so MemoryDenyWriteExecute is not possible.
hardening() {
  printf '%s\n' UMask=0077 NoNewPrivileges=yes ProtectSystem=strict "ReadWritePaths=$(writable_words)" PrivateTmp=yes \
    LockPersonality=yes RestrictRealtime=yes RestrictSUIDSGID=yes 'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6'
}

# These drop capabilities, which only the host's own manager may.
hardening_of_the_host() {
  printf '%s\n' ProtectHome=read-only PrivateDevices=yes ProtectClock=yes ProtectHostname=yes ProtectKernelLogs=yes \
    ProtectKernelModules=yes ProtectKernelTunables=yes ProtectControlGroups=yes ProtectProc=invisible RestrictNamespaces=yes \
    SystemCallArchitectures=native CapabilityBoundingSet= AmbientCapabilities=
}

# The timer is awake when cron would be, and makes up once for a start that the host slept through.
timer() {
  local days='Mon..Fri '
  [ "$calendar" != everyday ] || days=''
  printf '# Written by setup-cron.sh --systemd --timer, which also removes it.\n[Unit]\nDescription=Daybreak: the time of the risk morning\n'
  printf '\n[Timer]\nOnCalendar=%s*-*-* %s:00 %s\nPersistent=true\nAccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n' "$days" "$run_at" "$zone"
}

owner() {
  local name
  name=$(stat -c %U "$root")
  case $name in
    root | UNKNOWN) fail 1 "$root · belongs to $name · expected an ordinary user, as whom the service runs" "Give it to one: chown -R daybreak: $root" ;;
  esac
  printf '%s\n' "$name"
}

environment_file() {
  if [ "$scope" = system ]; then echo /etc/daybreak/environment; else echo '%h/.config/daybreak/environment'; fi
}

# Everything else is read-only for the service.
writable_folders() {
  local database backups
  database=$(setting DB_PATH) backups=$(setting BACKUP_DIR)
  {
    printf '%s\n' "$root/data" "$root/logs"
    [ -z "$database" ] || dirname "$(below_root "$database")"
    [ -z "$backups" ] || below_root "$backups"
  } | awk '!seen[$0]++'
}

below_root() {
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$root" "${1#./}" ;;
  esac
}

writable_words() {
  local folder separator=''
  while IFS= read -r folder; do
    printf '%s%s' "$separator" "$(unit_word "$folder")"
    separator=' '
  done < <(writable_folders)
}

# A path that is a whole value: only % means something to systemd there.
unit_path() {
  case $1 in
    *$'\n'*) fail 1 "path · found a line break · expected a path systemd can read" "Move the folder." ;;
  esac
  printf '%s' "${1//%/%%}"
}

# The same as one word of several.
unit_word() {
  local text
  text=$(unit_path "$1") || exit 1
  case $text in
    *[!A-Za-z0-9_/.:,+@=%-]*)
      text=${text//\\/\\\\}
      printf '"%s"' "${text//\"/\\\"}"
      ;;
    *) printf '%s' "$text" ;;
  esac
}

show_units() {
  local unit
  for unit in "$@"; do
    printf '# %s/%s\n' "$(unit_folder)" "$unit"
    cat "$work/$unit"
    printf '\n'
  done
}

install_units() {
  local unit folder writable changed='' last
  folder=$(unit_folder)
  require_systemctl
  writable_folders | while IFS= read -r writable; do make_writable "$writable"; done
  mkdir -p "$folder" || fail 1 "$folder · cannot be made · expected the folder of units" "$(root_hint)"
  for unit in "$@"; do
    cmp -s "$work/$unit" "$folder/$unit" && continue
    install_file "$work/$unit" "$folder/$unit"
    changed=yes
  done
  last=${!#}
  if [ -z "$changed" ] && manager is-enabled --quiet "$last"; then
    printf 'Already installed, nothing changed: %s\n' "$last"
    return
  fi
  if ! { manager daemon-reload && manager enable "$last" && manager restart "$last"; }; then
    fail 1 "systemctl · refused $last · expected it to be enabled and started" "See its message above, and: systemctl $(scope_word) status $last"
  fi
  printf 'Installed and started: %s\n  in  %s\n' "$last" "$folder"
  [ "$scope" = system ] || printf '  It ends when you log out unless this was said once: loginctl enable-linger\n'
  warn_of_cron
}

# In the host's scope it is root who makes the folder and another who writes there.
make_writable() {
  mkdir -p "$1" || fail 1 "$1 · cannot be made · expected a folder to write to" "$(root_hint)"
  [ "$scope" = user ] || chown "$(owner)" "$1"
}

install_file() {
  if ! { cp "$1" "$2.part" && chmod 644 "$2.part" && mv "$2.part" "$2"; }; then
    fail 1 "$2 · cannot be written · expected a unit file" "$(root_hint)"
  fi
}

remove_all() {
  if remove_units "$@"; then
    printf 'Removed from systemd: the units of Daybreak.\n'
  else
    printf 'Nothing to remove: systemd has no unit of Daybreak.\n'
  fi
}

# False when there was none. The units are stopped first, for systemd forgets how once the files are gone.
remove_units() {
  local unit folder found=()
  folder=$(unit_folder)
  for unit in "$@"; do
    [ ! -e "$folder/$unit" ] || found+=("$unit")
  done
  [ ${#found[@]} -gt 0 ] || return 1
  require_systemctl
  for unit in "${found[@]}"; do
    manager disable --now "$unit" || fail 1 "systemctl · did not stop $unit · expected it to end" "$(root_hint)"
    rm -f "$folder/$unit" || fail 1 "$folder/$unit · cannot be removed · expected it gone" "$(root_hint)"
  done
  manager daemon-reload
}

manager() {
  if [ "$scope" = system ]; then systemctl "$@" >&2; else systemctl --user "$@" >&2; fi
}

scope_word() {
  if [ "$scope" = system ]; then echo --system; else echo --user; fi
}

require_systemctl() {
  command -v systemctl > /dev/null ||
    fail 1 "systemctl · not found on PATH · expected systemd" "Use cron instead (./setup-cron.sh), or print the units with --print."
}

root_hint() {
  if [ "$scope" = system ]; then echo "Run it as root (sudo)."; else echo "Check who owns it."; fi
}

warn_of_cron() {
  if command -v crontab > /dev/null && crontab -l 2> /dev/null | grep -qxF "$BEGIN_MARK"; then
    printf 'setup-cron: your crontab runs the morning as well.\n  Take that out with: ./setup-cron.sh --remove\n' >&2
  fi
}
