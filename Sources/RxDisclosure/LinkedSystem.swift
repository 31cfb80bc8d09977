import RxModel
