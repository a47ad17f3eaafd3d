#!/usr/bin/env bash
# Four shards, one of which is killed at work and started again: joined, they have the bytes of a single run.
# If Slurm is installed (apt-get install slurm-wlm), they are its jobs, on a cluster of this machine alone; else,
# processes that have the variables of its tasks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cli=$here/../../dist/cli.js
folder=$(mktemp -d)
slurm=
finish() {
  [ -z "$slurm" ] || "$here/one-node.sh" stop "$folder/slurm"
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"

# Waits until a command succeeds, for two minutes at most.
await() {
  for _ in $(seq 1200); do
    if "$@"; then return; fi
    sleep 0.1
  done
  echo "waited in vain: $*" >&2
  tail -n 20 ./*.log slurm/*.log >&2 2>/dev/null || true
  return 1
}

node -e '
  const x = Float32Array.from({ length: 2e6 }, (_, i) => Math.sin(i) * 8);
  process.stdout.write(new Uint8Array(x.buffer));
' | node "$cli" apply identity - x.npy --dtype f32 --columns 1000 --quiet
node "$cli" apply softmax x.npy once.npy

# When shard 2 runs for the first time, it is held after its part is written, before that has its name, to be killed.
cat >hold.mjs <<'HOOK'
import { writeFileSync } from "node:fs";
import files from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { rename } = files;
files.rename = (from, to, done) => {
  if (!to.endsWith("part-00002-of-00004")) return rename(from, to, done);
  writeFileSync("held", String(process.pid));
  setTimeout(done, 2 ** 30);
};
syncBuiltinESMExports();
HOOK
cat >lanewise <<HOOK
#!/usr/bin/env bash
hold=
if [ "\$1" = apply ] && [ "\$SLURM_ARRAY_TASK_ID" = 2 ] && [ ! -e held ]; then hold="--import ./hold.mjs"; fi
exec node \$hold "$cli" "\$@"
HOOK
chmod +x lanewise
export LANEWISE=./lanewise

if command -v sbatch >/dev/null && command -v slurmctld >/dev/null && "$here/one-node.sh" start "$folder/slurm"; then
  slurm=yes
  export SLURM_CONF=$folder/slurm/slurm.conf
  echo "with Slurm: $(sbatch --version)"
  job=$(sbatch --parsable "$here/apply.sbatch" softmax x.npy y.npy)
  sbatch --dependency="afterok:$job" "$here/merge.sbatch" y.npy >/dev/null
  await test -e held
  [ ! -e y.npy.part-00002-of-00004 ]
  scontrol requeue "${job}_2"
  await test -e y.npy
  await test ! -e y.npy.part-00003-of-00004
  scontrol show job "${job}_2" | grep -o "Restarts=1"
else
  echo "without Slurm: processes with its variables"
  export SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=4
  tasks=()
  for task in 0 1 2 3; do
    SLURM_ARRAY_TASK_ID=$task bash "$here/apply.sbatch" softmax x.npy y.npy &
    tasks+=($!)
  done
  await test -e held
  [ ! -e y.npy.part-00002-of-00004 ]
  kill -KILL "$(cat held)"
  if wait "${tasks[2]}"; then exit 1; fi
  wait "${tasks[0]}" "${tasks[1]}" "${tasks[3]}"
  SLURM_ARRAY_TASK_ID=2 bash "$here/apply.sbatch" softmax x.npy y.npy
  bash "$here/merge.sbatch" y.npy
fi

cmp y.npy once.npy
[ -z "$(find . -name '*part-*')" ]
echo "the bytes of a single run, after shard 2 was killed at work and started again"
