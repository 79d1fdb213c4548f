#!/bin/sh
# One attempt of a job: claims it, runs its command once, and leaves word of how it ended. It stays outside the job's
# group and in a session of its own, so that it outlives both the job and the platform.
#
# usage: attempt.sh [OPTION]... CONTROL LOG END_FILE OOM_FILE PROCS_FILE... -- COMMAND...
#   --limit-ms N   how long the command may run: it is asked to end then, whoever else lives or stands still
#   --grace-ms N   how long it has to do so before it is ended
#   --spare-head   the command's first process is a sandbox, which would end all the others when it is asked to end
#   --start-by N   by the boot clock: whoever stood still until later may have lost the attempt to others; nothing starts then
#   --tomb FILE    where it exists, the attempt was given up: nothing of it is to start
#   CONTROL        the attempt's folder: finds "arguments" there (descriptor 9 of the command), leaves pid, started, group, out,
#                  err, seen, ran, exit
#   LOG            how much of each of the command's two streams is kept: first:BYTES or last:BYTES
#   END_FILE       the group's cgroup.kill, or its cgroup.procs where there is none, or -
#   OOM_FILE       where the group's oom_kill count stands, or -
#   PROCS_FILE     files to join the group by
set -u
umask 077
limit_ms= grace_ms=0 spare_head= start_by= tomb=
while :; do
  case $1 in
    --limit-ms) limit_ms=$2; shift 2 ;;
    --grace-ms) grace_ms=$2; shift 2 ;;
    --spare-head) spare_head=yes; shift ;;
    --start-by) start_by=$2; shift 2 ;;
    --tomb) tomb=$2; shift 2 ;;
    *) break ;;
  esac
done
control=$1 log=$2 end_file=$3 oom_file=$4
shift 4

# Whoever makes this folder has the attempt. A second start comes too late, and a platform that has given the attempt up
# makes it itself, so that nothing can start any more.
mkdir "$control/claimed" 2>/dev/null || exit 75

# Milliseconds since the machine was started, into "boot": nobody sets that clock, and it goes on while the machine sleeps.
read_boot() {
  read -r boot rest < /proc/uptime
  boot=$((${boot%.*} * 1000 + 1${boot#*.} * 10 - 1000))
}

# Looked at again after each thing by which we are found: whoever gives the attempt up puts the tombstone first, then looks.
# What is refused looks as if the platform had made the claim: nothing of it has run.
refuse_if_given_up() {
  read_boot
  if [ "$boot" -le "${start_by:-$boot}" ]; then
    [ -n "$tomb" ] && [ -e "$tomb" ] || return 0
  fi
  : > "$control/claimed/by-the-platform"
  exit 75
}
refuse_if_given_up

keep() {
  cat > "$control/$1.new" && sync "$control/$1.new" && mv "$control/$1.new" "$control/$1" && sync "$control"
}

started_ticks() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- ${stat##*) }
  echo "${20}"
}

# Whether the process with that id and that start still runs; one that waits to be buried does not.
runs() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- "$2" ${stat##*) }
  [ "$2" != Z ] && [ "${21}" = "$1" ]
}

# A job that writes too much is not held up by it: the rest is swallowed, or the oldest is removed.
bounded() {
  case $log in
    last:*) keep_last "$1" "${log#last:}" ;;
    *) stdbuf -o0 head -c "${log#first:}" >> "$control/$1" ;;
  esac
  cat > /dev/null
  : > "$control/$1.done"
}

# In files of an eighth each, named by the byte of the stream that they begin with: eight full ones and the next.
keep_last() {
  piece=$(($2 / 8))
  [ "$piece" -ge 4096 ] || piece=4096
  at=0
  while file=$(piece_at "$1" $at) && stdbuf -o0 head -c "$piece" >> "$file" \
    && [ "$(stat -c %s "$file")" -eq "$piece" ]; do
    at=$((at + piece))
    [ $at -le $((8 * piece)) ] || rm -f "$(piece_at "$1" $((at - 9 * piece)))"
  done
}

piece_at() {
  if [ "$2" -eq 0 ]; then echo "$control/$1"; else echo "$control/$1.$2"; fi
}

end_group() {
  case $end_file in
    *cgroup.kill) echo 1 > "$end_file" ;;
    *cgroup.procs)
      for round in 1 2 3 4 5 6 7 8 9 10; do
        left=$(cat "$end_file")
        [ -n "$left" ] || return 0
        kill -KILL $left
        sleep 0.05
      done ;;
    *) kill -KILL "-$child" ;;
  esac 2>/dev/null
}

# Whether the command's first process still runs.
head_runs() {
  read -r head head_ticks 2>/dev/null < "$control/group" && runs "$head" "$head_ticks"
}

# The process with that id and all below it, for want of a control group.
below() {
  tree=$(
    for file in /proc/[0-9]*/stat; do
      stat=$(cat "$file" 2>/dev/null) || continue
      set -- ${stat##*) }
      file=${file%/stat}
      echo "${file#/proc/} $2"
    done
  )
  found=" $1 " more=yes
  while [ -n "$more" ]; do
    more=
    while read -r pid parent; do
      case $found in
        *" $pid "*) ;;
        *" $parent "*) found="$found$pid " more=yes ;;
      esac
    done <<END
$tree
END
  done
  echo "$found"
}

pids() {
  if [ -n "$procs" ]; then
    cat "${procs%% *}"
  else
    below "$head"
  fi 2>/dev/null
}

ask_to_end() {
  head_runs || head=
  for pid in $([ -z "$procs$head" ] || pids); do
    [ "$pid" = 0 ] || [ "$pid$spare_head" = "${head}yes" ] || kill -TERM "$pid"
  done 2>/dev/null
}

end_all() {
  case $end_file in
    -) head_runs && kill -KILL $(pids) "-$head" ;;
    *) end_group ;;
  esac 2>/dev/null
}

# Says every few seconds how long the command has run by then, for what vanishes is billed as long as that, until that is so
# many milliseconds. Goes on without the wrapper for as long as the command does.
watch_until() {
  while :; do
    read_boot
    { echo $((boot - started)) > "$control/seen.new" && mv "$control/seen.new" "$control/seen"; } || [ -d "$control" ] || exit
    left=$(($1 - (boot - started)))
    [ "$left" -gt 0 ] || return 0
    [ "$left" -lt 5000 ] || left=5000
    sleep "$((left / 1000)).$(printf %03d $((left % 1000)))" &
    nap=$!
    wait "$nap"
    nap=
    runs $$ "$ticks" || head_runs || exit
  done
}

watch() {
  nap=
  trap '[ -z "$nap" ] || kill "$nap"; exit' TERM
  watch_until "${limit_ms:-9000000000000000}"
  ask_to_end
  watch_until $((boot - started + grace_ms))
  end_all
}

read_boot
started=$boot
echo "$started" > "$control/started"
ticks=$(started_ticks $$)
echo "$$ $ticks $(cat /proc/sys/kernel/random/boot_id) $(date +%s%3N)" | keep pid || exit 75
refuse_if_given_up
trap : HUP INT TERM

procs=
while [ "$1" != -- ]; do
  procs="${procs:+$procs }$1"
  shift
done
shift

# Open to all, so that the command may open /dev/stdout again; nobody else reaches the folder.
mkfifo "$control/out.pipe" "$control/err.pipe"
chmod 666 "$control/out.pipe" "$control/err.pipe"
bounded out < "$control/out.pipe" &
bounded err < "$control/err.pipe" &
watch &
watch=$!

(
  for file in $procs; do
    echo 0 > "$file" || exit 70
  done
  exec "$@"
) < /dev/null > "$control/out.pipe" 2> "$control/err.pipe" 9< "$control/arguments" &
child=$!
echo "$child $(started_ticks "$child")" | keep group

while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
read_boot
ran=$((boot - started))
echo "$ran" | keep ran
ended=$(date +%s%3N)
kill "$watch" 2>/dev/null
end_group

# What the command has said is in the pipes still; a process that escaped may hold them open for ever.
rounds=0
while [ $rounds -lt 100 ] && ! { [ -e "$control/out.done" ] && [ -e "$control/err.done" ]; }; do
  sleep 0.05
  rounds=$((rounds + 1))
done

oom=0
[ "$oom_file" = - ] || oom=$(sed -n 's/^oom_kill //p' "$oom_file")
echo "$code ${oom:-0} $ended" | keep exit
rm -f "$control/out.pipe" "$control/err.pipe"
