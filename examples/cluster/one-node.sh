#!/usr/bin/env bash
# A Slurm of one node, this machine, in a folder of its own: one-node.sh start|stop FOLDER
# Needs no root, no munge and no cgroups. SLURM_CONF=FOLDER/slurm.conf leads to it.
set -euo pipefail
action=$1
folder=$2
export SLURM_CONF=$folder/slurm.conf

stop() {
  for daemon in slurmd slurmctld; do
    local pid
    pid=$(cat "$folder/$daemon.pid" 2>/dev/null) || continue
    kill "$pid" 2>/dev/null || continue
    # It writes its state before it goes.
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  done
}

start() {
  mkdir -p "$folder/state" "$folder/spool"
  local user ports
  user=$(id -un)
  # Two ports that nobody listens on.
  ports=($(node -e '
    const { createServer } = require("node:net");
    const servers = [0, 1].map(() => createServer().listen(0, "127.0.0.1"));
    let waiting = servers.length;
    for (const server of servers) server.on("listening", () => {
      if (--waiting === 0) for (const server of servers) {
        console.log(server.address().port);
        server.close();
      }
    });
  '))
  cat >"$SLURM_CONF" <<CONF
ClusterName=one
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmdPort=${ports[1]}
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/none
CredType=cred/none
# The seconds that a task waits when it is requeued; Slurm takes no less.
AuthInfo=cred_expire=5
KillWait=2
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
MpiDefault=none
ReturnToService=2
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
  slurmctld -c
  slurmd
  for _ in $(seq 100); do
    if sinfo --noheader --format=%T 2>/dev/null | grep -q idle; then return; fi
    sleep 0.2
  done
  tail -n 5 "$folder"/*.log >&2
  stop
  return 1
}

"$action"
