"""What the cohort would do anyway (F1 to F6): exposure, rates, posterior, mix, forecast."""
