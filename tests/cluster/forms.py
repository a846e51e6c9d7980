"""Checks files for clusters that are not at hand: that they have the form their service wants, and
that the numbers of shards in them agree.

    forms.py kubernetes FOLDER
    forms.py aws-batch FOLDER
"""

import json
import sys
from pathlib import Path

# The version of Kubernetes the manifests say they need.
KUBERNETES = "1.29"


def following(command, option):
    """What stands behind an option in a command."""
    return command[command.index(option) + 1]


def kubernetes(folder):
    import kubernetes_validate
    import yaml

    for path in sorted(folder.glob("*.yaml")):
        manifests = list(yaml.safe_load_all(path.read_text()))
        for manifest in manifests:
            kubernetes_validate.validate(manifest, KUBERNETES, strict=True)
            print(f"{path.name}: {manifest['kind']} {manifest['metadata']['name']}")
        shards = next(each["spec"] for each in manifests if each["spec"].get("completions"))
        assert shards["completionMode"] == "Indexed"
        (container,) = shards["template"]["spec"]["containers"]
        values = {each["name"]: each["value"] for each in container["env"]}
        assert following(container["command"], "--shards") == "$(SHARDS)"
        assert int(values["SHARDS"]) == shards["completions"], "SHARDS is not `completions`"
        assert {
            volume["persistentVolumeClaim"]["claimName"]
            for each in manifests
            if each["kind"] == "Job"
            for volume in each["spec"]["template"]["spec"]["volumes"]
        } == {each["metadata"]["name"] for each in manifests if "Claim" in each["kind"]}


def aws_batch(folder):
    import botocore.session
    from botocore.validate import ParamValidator

    service = botocore.session.get_session().get_service_model("batch")
    requests = {
        "job-definition.json": "RegisterJobDefinition",
        "shards.json": "SubmitJob",
        "merge.json": "SubmitJob",
    }
    read = {name: json.loads((folder / name).read_text()) for name in requests}
    for name, operation in requests.items():
        shape = service.operation_model(operation).input_shape
        report = ParamValidator().validate(read[name], shape)
        assert not report.has_errors(), f"{name}: {report.generate_report()}"
        print(f"{name}: {operation}")
    shards = read["shards.json"]
    command = shards["containerOverrides"]["command"]
    assert int(following(command, "--shards")) == shards["arrayProperties"]["size"]
    assert read["job-definition.json"]["jobDefinitionName"] == shards["jobDefinition"]
    assert following(command, "--output") == read["merge.json"]["containerOverrides"]["command"][-1]


if __name__ == "__main__":
    {"kubernetes": kubernetes, "aws-batch": aws_batch}[sys.argv[1]](Path(sys.argv[2]))
