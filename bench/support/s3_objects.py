"""Put or get 1,000 small objects of the bucket "bench" with 16 threads, as boto3 does it: s3_objects.py put|get."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

client = boto3.client(
    "s3",
    endpoint_url=os.environ["AWS_ENDPOINT_URL"],
    config=Config(max_pool_connections=16, s3={"addressing_style": "path"}),
)
small = b"\x01" * 1000


def put(index):
    client.put_object(Bucket="bench", Key=f"small/{index}", Body=small)


def get(index):
    return client.get_object(Bucket="bench", Key=f"small/{index}")["Body"].read()


with ThreadPoolExecutor(16) as pool:
    list(pool.map({"put": put, "get": get}[sys.argv[1]], range(1000)))
