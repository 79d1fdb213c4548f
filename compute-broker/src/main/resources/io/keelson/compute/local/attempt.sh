#!/bin/sh
# One attempt of a job: claims it, runs its command once, and leaves word of how it ended. It stays outside the job's
# group and in a session of its own, so that it outlives both the job and the platform.
#
# usage: attempt.sh CONTROL LOG END_FILE OOM_FILE PROCS_FILE... -- COMMAND...
#   CONTROL     the attempt's folder: finds "arguments" there (descriptor 9 of the command), leaves pid, group, out, err, exit
#   LOG         how much of each of the command's two streams is kept: first:BYTES or last:BYTES
#   END_FILE    the group's cgroup.kill, or its cgroup.procs where there is none, or -
#   OOM_FILE    where the group's oom_kill count stands, or -
#   PROCS_FILE  files to join the group by
set -u
umask 077
control=$1 log=$2 end_file=$3 oom_file=$4
shift 4

# Whoever makes this folder has the attempt. A second start comes too late, and a platform that has given the attempt up
# makes it itself, so that nothing can start any more.
mkdir "$control/claimed" 2>/dev/null || exit 75

keep() {
  cat > "$control/$1.new" && sync "$control/$1.new" && mv "$control/$1.new" "$control/$1" && sync "$control"
}

started_ticks() {
  stat=$(cat "/proc/$1/stat") || return 1
  set -- ${stat##*) }
  echo "${20}"
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

echo "$$ $(started_ticks $$) $(cat /proc/sys/kernel/random/boot_id) $(date +%s%3N)" | keep pid
trap : HUP INT TERM

procs=
while [ "$1" != -- ]; do
  procs="$procs $1"
  shift
done
shift

# Open to all, so that the command may open /dev/stdout again; nobody else reaches the folder.
mkfifo "$control/out.pipe" "$control/err.pipe"
chmod 666 "$control/out.pipe" "$control/err.pipe"
bounded out < "$control/out.pipe" &
bounded err < "$control/err.pipe" &

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
ended=$(date +%s%3N)
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
