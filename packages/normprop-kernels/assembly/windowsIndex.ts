export {addErrorSlopes, errorsOf, filterImages, rowProducts, spreadRows} from './windows';
