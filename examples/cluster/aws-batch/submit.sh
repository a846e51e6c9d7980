#!/usr/bin/env bash
# Deals a campaign out among the jobs of an AWS Batch array and merges their parts:
#
#   examples/cluster/aws-batch/submit.sh
#
# Change before use, in job-definition.json: the image, the role and the file system, which all
# jobs share (or drop the volume, and copy the parts from and to a bucket around the command). In
# shards.json and merge.json: the queue. The scenario, the shards (`size` and `--shards`) and the
# output stand in the commands there. JSON has no comments; what is there and why:
#
#   --resume          a job tried again goes on where it was ended
#   retryStrategy     four attempts, but none after exit code 2: bad input fails the same way again
#   arrayProperties   AWS_BATCH_JOB_ARRAY_INDEX from 0, which `--shard auto` reads
#   VCPU              on Fargate a limit that downline sees; on EC2 machines it is a share and no
#                     limit, so add "--threads", "1" to the command there
set -euo pipefail
cd "$(dirname "$0")"

aws batch register-job-definition --cli-input-json file://job-definition.json >/dev/null
shards=$(aws batch submit-job --cli-input-json file://shards.json --query jobId --output text)

# Starts when every job of the array has ended well.
merge=$(aws batch submit-job --cli-input-json file://merge.json --depends-on "jobId=$shards" \
  --query jobId --output text)

echo "shards: job $shards, merge: job $merge"
