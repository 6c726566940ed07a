"""From the student's checkpoint to the two assets that ship: the backbone and its starter head."""

from pathlib import Path

from rps_game.vision.backbone import MODEL_SUFFIX, Backbone, write_backbone


def export(weights: Path, assets: Path, name: str = "own") -> Backbone:
    """Write `backbone.tflite`, `backbone.json` and `starter.safetensors` into `assets`.

    The starter is the student's own last layer: `kernel` (256, 4) and `bias` (4,), float32, on average-pooled
    features; the classes are rock, paper, scissors, none.

    Args:
        weights: of `network.classifier`, as `train_student` wrote them.
        assets: the folder to write to.
        name: what the backbone is called in saves and on the command line.
    """
    import keras
    import numpy as np
    from safetensors.numpy import save_file

    from rps_game.vision import conversion
    from tools.pretrain.network import backbone_of, classifier

    keras.config.set_dtype_policy("float32")
    model = classifier(None, "student")
    model.load_weights(weights)
    # The same network with its input's size fixed, as LiteRT wants it.
    inputs = keras.Input((224, 224, 3))
    cut = keras.models.clone_model(backbone_of(model), input_tensors=inputs)
    cut.set_weights(backbone_of(model).get_weights())
    fingerprint = conversion.fingerprint_of(cut)
    assets.mkdir(parents=True, exist_ok=True)
    path = assets / f"backbone{MODEL_SUFFIX}"
    write_backbone(path, conversion.to_tflite(cut), name, fingerprint)
    kernel, bias = (np.ascontiguousarray(w, np.float32) for w in model.get_layer("starter").get_weights())
    save_file({"kernel": kernel, "bias": bias}, assets / "starter.safetensors", {"fingerprint": fingerprint})
    print(f"{path}: {path.stat().st_size / 2**20:.2f} MiB, fingerprint {fingerprint[:16]}")
    return Backbone(name, fingerprint, path.read_bytes())
