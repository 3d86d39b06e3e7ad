# Kills what a dead host left behind. The host writes "+PID" when it starts a child that leads a process group and "-PID" when that child
# has ended; the end of this input means that the host is gone, however it went, and every group still listed is killed; one that leads no group
# is killed by itself.
groups=" "
while read -r line; do
  case $line in
    +*) groups="$groups${line#+} " ;;
    -*) pid=${line#-}
        case $groups in *" $pid "*) groups="${groups%% "$pid" *} ${groups#* "$pid" }" ;; esac ;;
  esac
done
for pid in $groups; do kill -9 "-$pid" 2>/dev/null || kill -9 "$pid" 2>/dev/null; done
exit 0
