# What the scripts `opensearch` and `elasticsearch` share. Each sets NAME and PORT and defines
# default_state, prepare (download, once) and launch (start in the background, set LAUNCHER), then
# calls main "$@".

fail() { echo "$NAME: $*" >&2; exit 1; }

cache_directory() { echo "${XDG_CACHE_HOME:-$HOME/.cache}/search-server/$NAME"; }

set_paths() {
    STATE=$(realpath -m "${STATE:-$(default_state)}")
    RUN=$(realpath -m "${RUN:-$STATE/port-$PORT}")
    URL=http://127.0.0.1:$PORT
    PID_FILE=$RUN/pid
    LOG=$RUN/start.log
}

# Prints the home of a Java of version 21 or later: $JAVA_HOME, or the newest in /usr/lib/jvm.
find_java() {
    local home version best_home='' best_version=20
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        [ -x "$home/bin/java" ] || continue
        version=$("$home/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
        [ "${version:-0}" -gt "$best_version" ] || continue
        best_home=$home best_version=$version
        [ "$home" != "${JAVA_HOME:-}" ] || break
    done
    [ -n "$best_home" ] || fail "needs Java 21 or later (Debian: openjdk-21-jdk-headless or openjdk-25-jdk-headless); set JAVA_HOME when it is not in /usr/lib/jvm"
    echo "$best_home"
}

check_needs() {
    local command
    find_java >/dev/null
    command -v mvn >/dev/null || fail "needs Maven to download the server (Debian: maven)"
    for command in curl flock setsid; do
        command -v "$command" >/dev/null || fail "needs the command $command"
    done
}

# Runs Maven, silently unless it fails.
maven() {
    local output
    output=$(mvn --batch-mode "$@" 2>&1) || fail "Maven failed:"$'\n'"$output"
}

# Prints green or yellow; fails while the server does not answer, or not all its primary shards are there.
health() { curl -fsS --max-time 5 "$URL/_cluster/health" 2>/dev/null | grep -oE '"status":"(green|yellow)"' | cut -d'"' -f4; }

port_is_taken() { (: <"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

# Prints the pid of our server. A pid that now belongs to another program does not count: ours names $RUN in its arguments.
running_pid() {
    local pid
    pid=$(cat "$PID_FILE" 2>/dev/null) && [ -n "$pid" ] || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$RUN" || return 1
    echo "$pid"
}

start() {
    local state deadline
    check_needs
    mkdir -p "$STATE"
    exec 9>"$STATE/lock"
    flock 9 # of two starts at once, the second waits and then finds the server running
    if running_pid >/dev/null && state=$(health); then
        echo "$NAME already runs at $URL ($state)"
        return
    fi
    if ! running_pid >/dev/null; then
        ! port_is_taken || fail "port $PORT is taken by another program; choose another PORT"
        prepare
        mkdir -p "$RUN"
        rm -f "$PID_FILE"
        launch
    fi
    deadline=$((SECONDS + 120))
    until state=$(health); do
        if [ "$SECONDS" -ge "$deadline" ] || ! { kill -0 "${LAUNCHER:-}" || running_pid; } >/dev/null 2>&1; then
            tail -n 40 "$LOG" >&2
            kill "${LAUNCHER:-}" 2>/dev/null || true
            stop >/dev/null
            fail "did not start; the end of $LOG is above"
        fi
        sleep 0.5
    done
    echo "$NAME runs at $URL ($state)"
}

stop() {
    local pid deadline=$((SECONDS + 30))
    if ! pid=$(running_pid); then
        echo "$NAME does not run on port $PORT"
        return
    fi
    kill "$pid"
    while running_pid >/dev/null; do
        [ "$SECONDS" -lt "$deadline" ] || kill -KILL "$pid"
        sleep 0.2
    done
    rm -f "$PID_FILE"
    echo "$NAME stopped"
}

status() {
    local pid state
    if pid=$(running_pid) && state=$(health); then
        echo "$NAME runs at $URL ($state, pid $pid)"
    else
        echo "$NAME does not run on port $PORT"
        return 3
    fi
}

main() {
    case "${1:-}" in
        start | stop | status) set_paths && "$1" ;;
        *) echo "usage: [PORT=$PORT] [STATE=directory] [RUN=directory] $0 start|stop|status" >&2 && exit 2 ;;
    esac
}
