"""Forest plots: series at one month, differences between arms, pools."""
