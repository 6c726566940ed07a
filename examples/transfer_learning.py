"""Transfer learning in Keras: the recipe that this game began with.

    python examples/transfer_learning.py FOLDER [--seed N]

FOLDER has a folder of pictures for each gesture, such as rock/, paper/, scissors/ and none/, in the order in
which they were taken. A network that has learnt to tell a thousand kinds of things apart (MobileNet, on
ImageNet) describes each picture; a small one, the head, learns from the descriptions which gesture it is. It
needs 160 pictures and seconds, where the whole network needed a million pictures and days.
"""

import argparse
from pathlib import Path

import keras
import numpy as np

SIDE = 224  # pixels of MobileNet's input
FRAMES = 40  # of each gesture to learn from: what a player shows in half a minute

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=Path)
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()
keras.utils.set_random_seed(options.seed)

# 1. Read the pictures: cut to a square, scaled to the network's size. Learn from the first half in time, test
#    on the second: neighbours in a video are near copies, and a shuffled split would only test memory.
gestures = [name for name in ("rock", "paper", "scissors", "none") if (options.folder / name).is_dir()]
learn: list[np.ndarray] = []
test: list[np.ndarray] = []
learn_labels: list[int] = []
test_labels: list[int] = []
for label, gesture in enumerate(gestures):
    paths = sorted((options.folder / gesture).iterdir())
    first_half = paths[: len(paths) // 2]
    chosen = np.linspace(0, len(first_half) - 1, min(FRAMES, len(first_half))).round().astype(int)
    for path in [*(first_half[i] for i in chosen), *paths[len(first_half) :]]:
        image = keras.utils.load_img(
            path, target_size=(SIDE, SIDE), interpolation="bilinear", keep_aspect_ratio=True
        )
        pixels = keras.applications.mobilenet.preprocess_input(keras.utils.img_to_array(image))  # to -1..1
        in_test = path not in first_half
        (test if in_test else learn).append(pixels)
        (test_labels if in_test else learn_labels).append(label)

# 2. Load MobileNet, and cut it where its features still say what is where: 7 x 7 places, 256 numbers each.
#    Frozen: nothing in it is learnt here.
mobilenet = keras.applications.MobileNet(input_shape=(SIDE, SIDE, 3), alpha=0.25, include_top=False)
base = keras.Model(mobilenet.input, mobilenet.get_layer("conv_pw_13_relu").output)
base.trainable = False

# 3. The head: all features of a picture into 100 units, and these into a probability for each gesture.
head = keras.Sequential(
    [
        keras.layers.Flatten(),
        keras.layers.Dense(100, activation="relu", kernel_initializer="variance_scaling"),
        keras.layers.Dense(
            len(gestures), activation="softmax", use_bias=False, kernel_initializer="variance_scaling"
        ),
    ]
)
head.compile(
    optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)

# 4. Train the head. The base is the same in each epoch, so it describes every picture once, beforehand. Watch
#    the loss fall: how wrong the head still is, from ln(4) = 1.39 for guessing among four gestures towards 0.
head.fit(
    base.predict(np.stack(learn), verbose=0), np.array(learn_labels), batch_size=24, epochs=20, verbose=2
)

# 5. Put both together, and predict. What counts is which of the three gestures is likeliest where one is
#    shown.
whole = keras.Sequential([base, head])
probabilities = whole.predict(np.stack(test), verbose=0)
shows_one = np.array(test_labels) < 3
read = probabilities[shows_one, :3].argmax(axis=1)
print(f"{(read == np.array(test_labels)[shows_one]).mean():.4f} of {shows_one.sum()} pictures read right")
