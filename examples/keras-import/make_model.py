"""Trains a small LSTM in Keras for a moment and saves it: the model that index.mjs goes on with.

usage: pip install keras==3.15.1 tensorflow-cpu==2.21.0 && python make_model.py
"""
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)
rng = np.random.default_rng(1)


def waves(count, steps=32):
    """Two sines of random frequency and phase, and what the next step of each is."""
    t = np.arange(steps + 1)
    frequency, phase = rng.uniform(0.1, 0.5, (count, 1, 2)), rng.uniform(0, 6.28, (count, 1, 2))
    values = np.sin(frequency * t[None, :, None] + phase).astype("float32")
    return values[:, :-1], values[:, 1:]


model = keras.Sequential(
    [
        keras.Input((None, 2)),
        layers.LSTM(24, return_sequences=True),
        layers.Dropout(0.05),
        layers.LSTM(24, return_sequences=True),
        layers.TimeDistributed(layers.Dense(2)),
    ],
    name="waves",
)
model.compile("adam", "mse")
model.fit(*waves(256), epochs=2, verbose=2)
model.save("model.keras")
