# Puts itself into control groups and then becomes the command: join-cgroup.sh FOLDER... -- COMMAND...
while [ "$1" != -- ]; do
  echo $$ > "$1/cgroup.procs" || exit 70
  shift
done
shift
# The shell has added it, and it tells where the host is.
unset PWD
exec "$@"
