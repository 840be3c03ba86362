"""What measures speed and quality, beside the peers; figures in bench/README.md."""
