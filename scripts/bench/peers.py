"""Steps a CPU second of RecSim and RecoGym, as JSON lines. The aliases that these packages need of NumPy are put back."""

import json
import statistics
import time
import warnings
from importlib.metadata import version

import numpy as np

warnings.filterwarnings("ignore")
for alias, kind in (("float", float), ("int", int), ("bool", bool), ("object", object)):
    if alias not in np.__dict__:
        setattr(np, alias, kind)
import scipy

if not hasattr(scipy, "rand"):
    scipy.rand = np.random.rand


def emit(peer, work, unit, rates):
    print(json.dumps({"peer": peer, "work": work, "unit": unit, "median": statistics.median(rates)}), flush=True)


def recsim(steps=3000, runs=4):
    from recsim.environments import interest_evolution

    env = interest_evolution.create_environment(
        {"num_candidates": 10, "slate_size": 2, "resample_documents": True, "seed": 1}
    )
    rng = np.random.default_rng(0)
    rates = []
    for _ in range(runs):
        env.reset()
        before = time.process_time()
        for _ in range(steps):
            done = env.step(rng.choice(10, 2, replace=False))[2]
            if done:
                env.reset()
        rates.append(steps / (time.process_time() - before))
    emit(f"RecSim {version('recsim-no-tf')}", "interest evolution, random slate", "steps", rates[1:])


def recogym(users=150, runs=4):
    import gym
    from recogym import env_1_args

    env = gym.make("reco-gym-v1", disable_env_checker=True).unwrapped
    env.init_gym({**env_1_args, "random_seed": 42, "num_products": 10})
    rates = []
    for _ in range(runs):
        before = time.process_time()
        log = env.generate_logs(users)
        rates.append(len(log) / (time.process_time() - before))
    emit(f"RecoGym {version('recogym')}", "reco-gym-v1, its own logging policy", "events", rates[1:])


for peer in (recsim, recogym):
    try:
        peer()
    except Exception as error:  # one peer that does not run leaves the other
        print(json.dumps({"peer": peer.__name__, "error": repr(error)}), flush=True)
