"""What is shared: places, goods, lectures, consultations and things made at the facilities."""
